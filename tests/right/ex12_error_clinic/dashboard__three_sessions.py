"""Three sessions in one block, each used by one of the tasks."""


async def dashboard(make_session):

    query = [select(func.count()).select_from(kind) for kind in (Book, User, Order)]
    async with make_session() as one, make_session() as two, make_session() as three:
        found = await asyncio.gather(one.scalar(query[0]), two.scalar(query[1]), three.scalar(query[2]))
    return dict(zip(("books", "users", "orders"), found))
