"""run_in_executor(), all prices at once."""


async def repair_blocking(make_session, isbns, price_of):

    loop = asyncio.get_running_loop()
    found = await asyncio.gather(*[loop.run_in_executor(None, price_of, isbn) for isbn in isbns])
    changed = 0
    async with make_session() as session, session.begin():
        for isbn, price in zip(isbns, found, strict=True):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
