"""ON CONFLICT DO NOTHING: known books stay as they were.

Caught by: test_a_delivery_is_taken_in
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Book)
    await session.execute(statement.on_conflict_do_nothing(index_elements=[Book.isbn]), rows)
