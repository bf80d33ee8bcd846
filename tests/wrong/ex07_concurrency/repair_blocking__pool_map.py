"""A pool of threads, but map() waits for it on the loop's own thread.

Caught by: test_the_loop_goes_on_turning
"""


async def repair_blocking(make_session, isbns, price_of):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        prices = list(pool.map(price_of, isbns))
    changed = 0
    async with make_session.begin() as session:
        for isbn, price in zip(isbns, prices, strict=True):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
