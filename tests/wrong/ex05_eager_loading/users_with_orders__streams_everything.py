"""Streams all users and keeps the first.

Caught by: test_the_limit_is_the_databases
"""


async def users_with_orders(session, limit):
    everybody = await session.stream_scalars(select(User).options(selectinload(User.orders)).order_by(User.email, User.id))
    found = []
    async for user in everybody:
        if len(found) < limit:
            found.append(user)
    await session.commit()
    return found
