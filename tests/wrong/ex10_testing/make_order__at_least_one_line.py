"""0 is taken for nothing said: an order without lines cannot be had.

Caught by: test_the_order_that_was_asked_for
"""


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    rows = []
    for _ in range(lines or 1):
        n = next(numbers)
        book = Book(isbn=f"978{n:010}", title=f"Book {n}", price=500 + n, stock=5)
        rows.append(OrderLine(book=book, quantity=1, price=book.price))
    order = Order(**{"user": user, "lines": rows} | changes)
    session.add(order)
    await session.flush()
    return order
