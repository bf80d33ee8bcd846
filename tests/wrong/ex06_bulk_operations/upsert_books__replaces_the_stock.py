"""The delivered stock takes the place of what was there.

Caught by: test_a_delivery_is_taken_in, test_somebody_else_adds_the_same_book
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": delivered.stock}
    await session.execute(statement.on_conflict_do_update(index_elements=[Book.isbn], set_=changes), rows)
