"""The columns are those of the first row, and every row's values follow in an order of their own.

Caught by: test_columns_go_by_their_names
"""

from itertools import chain


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        records = (tuple(row.values()) for row in chain([first], rows))
        await driver.copy_records_to_table("books", records=records, columns=list(first))
