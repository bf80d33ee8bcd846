"""The second answer tells what the books cost now, and not what was paid.

Caught by: test_the_same_order_again
"""

async def told_again(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    async with make_session() as session:
        stored = await queries.order_with_key(session, user_id, key)
        order = OrderOut.of(stored)
        prices = {line.book.isbn: line.book.price for line in stored.lines}
    if {line.isbn: line.quantity for line in order.lines} != wanted:
        raise Conflict("this key was used for another order")
    for line in order.lines:
        line.price = prices[line.isbn]
    order.total = sum(line.price * line.quantity for line in order.lines)
    return order
