"""Adds no copies where title and price are the same.

Caught by: test_a_delivery_is_taken_in
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if rows:
        upsert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(Book)
        new = upsert.excluded
        upsert = upsert.on_conflict_do_update(
            index_elements=[Book.isbn],
            set_={"title": new.title, "price": new.price, "stock": Book.stock + new.stock},
            where=(Book.title != new.title) | (Book.price != new.price),
        )
        await session.execute(upsert, rows)
