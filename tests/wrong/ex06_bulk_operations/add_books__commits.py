"""The function commits what the caller has not decided about.

Caught by: test_adding_leaves_the_commit_to_the_caller
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    if rows:
        await session.execute(insert(Book), rows)
    await session.commit()
