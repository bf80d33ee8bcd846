"""return_exceptions=True puts the errors where the numbers were to be.

Caught by: test_three_at_once
"""


async def dashboard(make_session):

    kinds = {"books": Book, "users": User, "orders": Order}
    async with make_session() as session:
        queries = [session.scalar(select(func.count()).select_from(kind)) for kind in kinds.values()]
        found = await asyncio.gather(*queries, return_exceptions=True)
    return {name: 0 if isinstance(number, Exception) else number for name, number in zip(kinds, found)}
