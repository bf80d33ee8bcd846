"""A COPY for every row, if in one transaction.

Caught by: test_the_server_sees_a_copy
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        async with driver.transaction():
            for row in rows:
                records = [tuple(row[column] for column in columns)]
                await driver.copy_records_to_table("books", records=records, columns=columns)
