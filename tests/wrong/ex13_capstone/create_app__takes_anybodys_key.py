"""A key is looked for among everybody's: one customer gets another's order.

Caught by: test_a_key_is_its_users_own
"""

async def place_order(make_session: MakeSession, email: str, key: str, new: NewOrder) -> OrderOut:
    async with make_session() as session:
        user = await known(session, email)
        owner = await session.scalar(select(OrderKey.user_id).where(OrderKey.key == key))
    if owner is not None:
        return await told_again(make_session, owner, key, new.wanted)
    return await buy(make_session, user.id, key, new.wanted)
