"""Who comes with a key again is told of their order, as if they had placed no other with another key.

Caught by: test_keys_that_are_nearly_alike
"""


async def order_with_key(session: AsyncSession, user_id: int, key: str) -> Order:
    found = select(Order).join(OrderKey).where(OrderKey.user_id == user_id)
    loaded = found.options(joinedload(Order.lines).joinedload(OrderLine.book))
    return (await session.scalars(loaded)).unique().one()
