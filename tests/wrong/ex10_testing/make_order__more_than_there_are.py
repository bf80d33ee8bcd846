"""Orders more copies than are in stock.

Caught by: test_an_order_with_its_lines
"""


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    isbns = [f"{number:013}" for number in itertools.islice(numbers, lines)]
    books = [Book(isbn=isbn, title=f"Book {isbn}", price=999, stock=1) for isbn in isbns]
    order = Order(user=user, lines=[OrderLine(book=book, quantity=2, price=book.price) for book in books], **changes)
    session.add(order)
    await session.flush()
    return order
