"""All values in one statement: there may be 32,767 of them on PostgreSQL, and not many more on SQLite.

Caught by: test_one_insert_for_a_delivery
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": Book.stock + delivered.stock}
    upsert = statement.values(rows).on_conflict_do_update(index_elements=["isbn"], set_=changes)
    await session.execute(upsert)
