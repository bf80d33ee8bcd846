"""Users without orders are not counted.

Caught by: test_how_many_there_are
"""


async def dashboard(make_session):
    async def ask(query):
        async with make_session() as session:
            return await session.scalar(query)

    queries = [
        select(func.count()).select_from(Book),
        select(func.count(Order.user_id.distinct())),
        select(func.count()).select_from(Order),
    ]
    return dict(zip(("books", "users", "orders"), await asyncio.gather(*map(ask, queries)), strict=True))
