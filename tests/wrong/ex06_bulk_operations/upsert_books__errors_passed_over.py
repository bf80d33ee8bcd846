"""Keeps quiet about a delivery that the database refuses.

Caught by: test_a_delivery_leaves_the_commit_to_the_caller
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    kind = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    add = kind.insert(Book)
    new = add.excluded
    changes = {"title": new.title, "price": new.price, "stock": Book.stock + new.stock}
    add = add.on_conflict_do_update(index_elements=[Book.isbn], set_=changes)
    try:
        await session.execute(add, sorted(rows, key=lambda row: row["isbn"]))
    except DBAPIError:
        pass
