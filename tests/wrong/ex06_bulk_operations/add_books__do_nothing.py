"""`on_conflict_do_nothing` lets duplicates vanish.

Caught by: test_a_row_that_is_refused
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    if rows:
        await session.execute(dialect.insert(Book).on_conflict_do_nothing(), rows)
