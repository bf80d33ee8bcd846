"""Nobody rounds: SQLite stores half cents in the whole-number column, PostgreSQL rounds as it likes.

Caught by: test_half_a_cent_is_rounded_upwards
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=Book.price * (1 + percent / 100)))
