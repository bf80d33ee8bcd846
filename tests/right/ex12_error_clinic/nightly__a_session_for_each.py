"""A short session for each user."""


async def nightly(make_session, send):

    async with make_session() as session:
        users = (await session.execute(select(User.id, User.email))).all()
    sent = 0
    for number, email in users:
        async with make_session() as session:
            orders = await session.scalar(select(func.count()).where(Order.user_id == number))
        if orders:
            await send(email, orders)
            sent += 1
    return sent
