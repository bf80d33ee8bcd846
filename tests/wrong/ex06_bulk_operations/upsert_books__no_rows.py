"""An empty list is sent: one row of defaults.

Caught by: test_an_empty_delivery
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": Book.stock + delivered.stock}
    await session.execute(statement.on_conflict_do_update(index_elements=[Book.isbn], set_=changes), rows)
