"""The key is looked for first: two at the same moment both find it free, and one gets an error.

Caught by: test_twins
"""

async def place_order(make_session: MakeSession, email: str, key: str, new: NewOrder) -> OrderOut:
    async with make_session() as session:
        user = await known(session, email)
        used = await session.get(OrderKey, (user.id, key))
    if used is not None:
        return await told_again(make_session, user.id, key, new.wanted)
    return await buy(make_session, user.id, key, new.wanted)
