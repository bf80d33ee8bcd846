"""Whatever is ordered with a used key, the answer is the first order.

Caught by: test_the_same_key_for_another_order
"""

async def told_again(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    async with make_session() as session:
        return OrderOut.of(await queries.order_with_key(session, user_id, key))
