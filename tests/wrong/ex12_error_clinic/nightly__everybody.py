"""A letter to those who have no orders, too.

Caught by: test_one_letter_for_each
"""


async def nightly(make_session, send):

    async with make_session() as session:
        query = select(User.email, func.count(Order.id)).outerjoin(User.orders).group_by(User.id, User.email)
        rows = (await session.execute(query)).all()
    for email, number in rows:
        await send(email, number)
    return len(rows)
