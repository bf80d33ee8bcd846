"""Every line is of the same book, with the same ISBN in every order.

Caught by: test_orders_differ, test_the_order_that_was_asked_for
"""


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    books = [Book(isbn="1000000001", title="A Book", price=999, stock=9)] * lines
    order = Order(user=user, lines=[OrderLine(book=book, quantity=1, price=book.price) for book in books], **changes)
    session.add(order)
    await session.flush()
    return order
