"""It begins with a rollback, and takes the caller's work with it.

Caught by: test_adding_leaves_the_commit_to_the_caller
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    await session.rollback()
    if rows:
        await session.execute(insert(Book), rows)
