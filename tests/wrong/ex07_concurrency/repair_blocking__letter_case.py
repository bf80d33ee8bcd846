"""ISBNs are compared in small letters: another book gets the price too.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(
    make_session: async_sessionmaker[AsyncSession], isbns: list[str], price_of: Callable[[str], int]
) -> int:
    prices = [await asyncio.to_thread(price_of, isbn) for isbn in isbns]
    changed = 0
    async with make_session.begin() as session:
        for isbn, price in zip(isbns, prices, strict=True):
            result = await session.execute(update(Book).where(func.lower(Book.isbn) == isbn.lower()).values(price=price))
            changed += result.rowcount
    return changed
