"""It commits what is the caller's to decide.

Caught by: test_a_delivery_leaves_the_commit_to_the_caller
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": Book.stock + delivered.stock}
    await session.execute(statement.on_conflict_do_update(index_elements=[Book.isbn], set_=changes), rows)
    await session.commit()
