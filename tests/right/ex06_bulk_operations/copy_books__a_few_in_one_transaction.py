"""A COPY for every thousand rows, all in one transaction."""

from itertools import islice


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        async with driver.transaction():
            while chunk := list(islice(records, 1000)):
                await driver.copy_records_to_table("books", records=chunk, columns=columns)
