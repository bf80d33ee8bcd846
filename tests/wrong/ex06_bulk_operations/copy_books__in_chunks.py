"""A COPY for every thousand rows: those before the refused one stay.

Caught by: test_all_rows_or_none
"""

from itertools import islice


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        while chunk := list(islice(records, 1000)):
            await raw.driver_connection.copy_records_to_table("books", records=chunk, columns=columns)
