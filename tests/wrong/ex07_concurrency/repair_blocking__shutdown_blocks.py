"""On an error gather() raises at once, and leaving the pool's block waits on the loop's own thread for the rest.

Caught by: test_the_loop_goes_on_turning
"""


async def repair_blocking(make_session, isbns, price_of):
    from concurrent.futures import ThreadPoolExecutor

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(8) as pool:
        prices = await asyncio.gather(*[loop.run_in_executor(pool, price_of, isbn) for isbn in isbns])
    changed = 0
    async with make_session.begin() as session:
        for isbn, price in zip(isbns, prices, strict=True):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
