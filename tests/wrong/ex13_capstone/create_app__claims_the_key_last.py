"""The copies are taken before the key: the second of two finds the shelf empty, and is told that there are too few.

Caught by: test_twins
"""


async def buy(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        session.add(order)
        await session.flush()
        order.lines += [await take(session, isbn, quantity) for isbn, quantity in wanted.items()]
        order.total = sum(line.quantity * line.price for line in order.lines)
        session.add(OrderKey(user_id=user_id, key=key, order_id=order.id))
        await session.flush()
    return OrderOut.of(order)
