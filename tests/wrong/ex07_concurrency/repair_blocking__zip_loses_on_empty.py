"""Without any ISBN it raises: min() of nothing.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):
    from concurrent.futures import ThreadPoolExecutor

    loop, changed = asyncio.get_running_loop(), 0
    pool = ThreadPoolExecutor(max_workers=min(8, len(isbns)))
    prices = await asyncio.gather(*[loop.run_in_executor(pool, price_of, isbn) for isbn in isbns])
    pool.shutdown(wait=False)
    async with make_session.begin() as session:
        for isbn, price in zip(isbns, prices, strict=True):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
