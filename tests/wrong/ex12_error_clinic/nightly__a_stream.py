"""A stream holds its connection between two rows.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def nightly(make_session, send):

    sent = 0
    async with make_session() as session:
        query = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        async for email, number in await session.stream(query):
            await send(email, number)
            sent += 1
    return sent
