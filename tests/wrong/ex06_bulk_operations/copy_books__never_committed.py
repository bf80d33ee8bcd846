"""A transaction that is begun by hand and never committed.

Caught by: test_every_row_is_copied
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        await driver.execute("BEGIN")
        await driver.copy_records_to_table("books", records=records, columns=columns)
        await driver.execute("ROLLBACK")
