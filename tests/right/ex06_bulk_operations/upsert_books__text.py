"""SQL that both databases understand, with bound parameters."""

from sqlalchemy import text


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    upsert = text(
        "INSERT INTO books (isbn, title, price, stock) VALUES (:isbn, :title, :price, :stock)"
        " ON CONFLICT (isbn) DO UPDATE SET title = excluded.title, price = excluded.price,"
        " stock = books.stock + excluded.stock"
    )
    if rows:
        await session.execute(upsert, rows)
