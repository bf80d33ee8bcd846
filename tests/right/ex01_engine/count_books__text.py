"""Written as SQL, the connection closed by hand."""

from sqlalchemy import text


async def count_books(engine):
    connection = await engine.connect()
    try:
        return (await connection.execute(text("SELECT count(*) FROM books"))).scalar_one()
    finally:
        await connection.close()
