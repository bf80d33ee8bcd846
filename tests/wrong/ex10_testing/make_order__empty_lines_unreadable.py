"""The lines find their order by `order=`; an order with none never had a collection, and reading it raises.

Caught by: test_the_order_that_was_asked_for
"""


async def make_order(session: AsyncSession, user: User | None = None, lines: int = 1, **changes: Any) -> Order:
    order = Order(user=user or await make_user(session), **changes)
    session.add(order)
    for _ in range(lines):
        book = Book(isbn=f"t{next(numbers):012}", title="A Book", price=999, stock=10)
        session.add(OrderLine(order=order, book=book, quantity=1, price=book.price))
    await session.flush()
    return order
