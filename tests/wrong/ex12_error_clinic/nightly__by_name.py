"""Grouped by the name: two users of one name get one letter.

Caught by: test_one_letter_for_each
"""


async def nightly(make_session, send):

    async with make_session() as session:
        query = select(func.max(User.email), func.count()).join(User.orders).group_by(User.full_name)
        rows = (await session.execute(query)).all()
    for email, number in rows:
        await send(email, number)
    return len(rows)
