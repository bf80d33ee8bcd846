"""An upsert, but one statement for every row.

Caught by: test_one_insert_for_a_delivery
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": Book.stock + delivered.stock}
    for row in rows:
        upsert = statement.values(row).on_conflict_do_update(index_elements=[Book.isbn], set_=changes)
        await session.execute(upsert)
