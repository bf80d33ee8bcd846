"""Every book is loaded to change a number in it.

Caught by: test_one_update_however_many
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    for book in await session.scalars(select(Book)):
        book.price = (book.price * (100 + percent) + 50) // 100
    await session.flush()
