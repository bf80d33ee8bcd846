"""It commits what is the caller's to decide.

Caught by: test_new_prices_leave_the_commit_to_the_caller
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=(Book.price * (100 + percent) + 50) // 100))
    await session.commit()
