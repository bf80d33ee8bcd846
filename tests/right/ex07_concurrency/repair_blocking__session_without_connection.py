"""A session is open, but it has not asked for a connection yet."""


async def repair_blocking(make_session, isbns, price_of):
    async with make_session() as session:
        changed = 0
        prices = [await asyncio.to_thread(price_of, isbn) for isbn in isbns]
        for isbn, price in zip(isbns, prices):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
        await session.commit()
    return changed
