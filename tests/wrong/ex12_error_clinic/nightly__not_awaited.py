"""The letters are started, and nobody waits for them.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def nightly(make_session, send):

    async with make_session() as session:
        query = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        rows = (await session.execute(query)).all()
    for email, number in rows:
        send(email, number)
    return len(rows)
