"""Keys are alike whatever their letters' case.

Caught by: test_keys_that_are_nearly_alike
"""

async def place_order(make_session: MakeSession, email: str, key: str, new: NewOrder) -> OrderOut:
    wanted, key = new.wanted, key.lower()
    async with make_session() as session:
        user = await known(session, email)
    try:
        return await buy(make_session, user.id, key, wanted)
    except IntegrityError:
        return await told_again(make_session, user.id, key, wanted)
