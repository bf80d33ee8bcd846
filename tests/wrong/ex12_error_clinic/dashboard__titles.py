"""Counts titles, not books.

Caught by: test_how_many_there_are
"""


async def dashboard(make_session: async_sessionmaker[AsyncSession]) -> dict[str, int]:
    async def count(what) -> int:
        async with make_session() as session:
            return await session.scalar(select(func.count(what.distinct())))

    numbers = await asyncio.gather(count(Book.title), count(User.id), count(Order.id))
    return dict(zip(("books", "users", "orders"), numbers))
