"""COPY's text format written by hand: a tab or a backslash in a title is taken for its signs.

Caught by: test_every_row_is_copied
"""

import io


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    lines = ["\t".join(str(row[column]) for column in columns) + "\n" for row in rows]
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        await driver.copy_to_table("books", source=io.BytesIO("".join(lines).encode()), columns=columns)
