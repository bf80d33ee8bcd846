"""One session, and three tasks that use it at the same time.

Caught by: test_how_many_there_are
"""


async def dashboard(make_session: async_sessionmaker[AsyncSession]) -> dict[str, int]:
    kinds = {"books": Book, "users": User, "orders": Order}
    async with make_session() as session:
        queries = [session.scalar(select(func.count()).select_from(kind)) for kind in kinds.values()]
        return dict(zip(kinds, await asyncio.gather(*queries), strict=True))
