"""`async def` around a blocking call, and a sleep(0) beside it, make it no other.

Caught by: test_the_loop_goes_on_turning
"""


async def repair_blocking(make_session, isbns, price_of):

    async def ask(isbn):
        await asyncio.sleep(0)
        return isbn, price_of(isbn)

    prices = dict(await asyncio.gather(*map(ask, isbns)))
    async with make_session.begin() as session:
        changed = 0
        for isbn, price in prices.items():
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
            changed += result.rowcount
    return changed
