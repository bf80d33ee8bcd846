"""The rows in the order of their ISBNs, RETURNING in the place of rowcount, and the attempt in a function of its own."""


async def transfer(make_session: async_sessionmaker[AsyncSession], source: str, target: str, copies: int) -> None:
    steps = sorted([(source, -copies), (target, copies)])

    async def attempt() -> None:
        async with make_session() as session, session.begin():
            for isbn, number in steps:
                change = update(Book).where(Book.isbn == isbn, Book.stock + number >= 0).values(stock=Book.stock + number)
                if await session.scalar(change.returning(Book.id)) is None:
                    raise OutOfStock(isbn)

    for left in (4, 3, 2, 1, 0):
        try:
            return await attempt()
        except exc.DBAPIError as error:
            if not (left and refused(error)):
                raise
        await asyncio.sleep(0.02 / (left + 1))
    return None
