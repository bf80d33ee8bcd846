"""One session, whose transaction ends before the first letter."""


async def nightly(make_session, send):

    async with make_session() as session:
        query = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        rows = (await session.execute(query)).all()
        await session.rollback()
        for email, number in rows:
            await send(email, number)
    return len(rows)
