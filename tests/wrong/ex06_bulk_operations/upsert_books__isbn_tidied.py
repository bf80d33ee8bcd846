"""Writes every ISBN in large letters and without hyphens.

Caught by: test_a_delivery_is_taken_in
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if rows:
        delivery = [{**row, "isbn": row["isbn"].replace("-", "").upper()} for row in rows]
        upsert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(Book)
        new = upsert.excluded
        changes = {"title": new.title, "price": new.price, "stock": Book.stock + new.stock}
        await session.execute(upsert.on_conflict_do_update(index_elements=[Book.isbn], set_=changes), delivery)
