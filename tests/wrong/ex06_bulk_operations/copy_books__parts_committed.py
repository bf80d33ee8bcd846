"""SQLAlchemy has sent no BEGIN, so each part is stored at once, and stays when a later one is refused.

Caught by: test_all_rows_or_none
"""

from itertools import islice


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    source = ((row["isbn"], row["title"], row["price"], row["stock"]) for row in rows)
    async with engine.begin() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        while part := list(islice(source, 20_000)):
            await driver.copy_records_to_table("books", records=part, columns=["isbn", "title", "price", "stock"])
