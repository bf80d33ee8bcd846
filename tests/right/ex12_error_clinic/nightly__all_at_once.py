"""Every letter at once."""


async def nightly(make_session, send):

    async with make_session() as session:
        query = select(User.email, func.count(Order.id)).join(User.orders).group_by(User.email)
        rows = [tuple(row) for row in await session.execute(query)]
    await asyncio.gather(*[send(*row) for row in rows])
    return len(rows)
