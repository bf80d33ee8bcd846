"""The table instead of the class."""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book.__table__)
    delivered = statement.excluded
    changes = {"title": delivered.title, "price": delivered.price, "stock": Book.stock + delivered.stock}
    await session.execute(statement.on_conflict_do_update(index_elements=["isbn"], set_=changes), rows)
