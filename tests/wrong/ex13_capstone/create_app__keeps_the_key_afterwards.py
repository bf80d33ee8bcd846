"""The order is committed, then its key: a client that asks again in between orders twice.

Caught by: test_a_commit_without_an_answer
"""

async def buy(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    async with make_session() as session:
        if await session.get(OrderKey, (user_id, key)) is not None:
            raise IntegrityError("used", None, Exception())
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        session.add(order)
        order.lines += [await take(session, isbn, quantity) for isbn, quantity in wanted.items()]
        order.total = sum(line.quantity * line.price for line in order.lines)
    async with make_session.begin() as session:
        session.add(OrderKey(user_id=user_id, key=key, order_id=order.id))
    return OrderOut.of(order)
