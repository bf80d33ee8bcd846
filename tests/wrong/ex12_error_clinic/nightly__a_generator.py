"""A generator that yields inside its session: the caller decides how long that is.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def rows(make_session):
    async with make_session() as session:
        query = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        for row in await session.execute(query):
            yield row


async def nightly(make_session, send):

    sent = 0
    async for email, number in rows(make_session):
        await send(email, number)
        sent += 1
    return sent
