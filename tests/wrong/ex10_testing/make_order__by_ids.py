"""Everything is connected by ids, so nothing can be read but by another query.

Caught by: test_the_order_that_was_asked_for
"""


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    session.add(order := Order(user_id=user.id, **changes))
    await session.flush()
    for number in itertools.islice(numbers, lines):
        session.add(book := Book(isbn=f"{number:013}", title="A Book", price=999, stock=9))
        await session.flush()
        session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=1, price=book.price))
    await session.flush()
    return order
