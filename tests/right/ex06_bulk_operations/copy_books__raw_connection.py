"""The engine's raw connection, given back by hand."""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = (tuple(row[column] for column in columns) for row in rows)
    raw = await engine.raw_connection()
    try:
        await raw.driver_connection.copy_records_to_table("books", records=records, columns=columns)
    finally:
        raw.close()
