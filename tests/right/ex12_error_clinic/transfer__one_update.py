"""One UPDATE for both, its condition asked before."""


from sqlalchemy import case


async def transfer(make_session, source, target, copies):

    async def once():
        async with make_session.begin() as session:
            lock = select(Book.isbn).where(Book.isbn.in_([source, target])).order_by(Book.isbn).with_for_update()
            await session.execute(lock)
            change = case((Book.isbn == source, -copies), else_=copies)
            moved = update(Book).where(Book.isbn.in_([source, target]), Book.stock + change >= 0)
            if (await session.execute(moved.values(stock=Book.stock + change))).rowcount != 2:
                raise OutOfStock(source)

    for _ in range(4):
        try:
            return await once()
        except exc.DBAPIError as error:
            if not refused(error):
                raise
            await asyncio.sleep(0.05)
    await once()
