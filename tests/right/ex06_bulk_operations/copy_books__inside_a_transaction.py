"""In a transaction of the driver's own."""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    async with engine.begin() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        async with driver.transaction():
            await driver.copy_records_to_table(Book.__tablename__, records=records, columns=columns)
