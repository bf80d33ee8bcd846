"""The driver's own executemany: many INSERTs in a row.

Caught by: test_the_server_sees_a_copy
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.executemany(
            "INSERT INTO books (isbn, title, price, stock) VALUES ($1, $2, $3, $4)", records
        )
