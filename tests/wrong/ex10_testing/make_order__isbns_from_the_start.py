"""Each order counts its ISBNs from 1: the second order cannot be stored.

Caught by: test_orders_differ
"""


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    isbns = [f"{number:013}" for number in range(lines)]
    books = [Book(isbn=isbn, title="A Book", price=999, stock=9) for isbn in isbns]
    order = Order(user=user, lines=[OrderLine(book=book, quantity=1, price=book.price) for book in books], **changes)
    session.add(order)
    await session.flush()
    return order
