"""Each part added and flushed by itself, connected by objects."""


async def make_order(session, user=None, lines=1, **changes):
    if user is None:
        user = await make_user(session)
    order = Order(user=user, lines=[], **changes)
    session.add(order)
    for _ in range(lines):
        number = next(numbers)
        book = Book(isbn=f"978{number:010}", title=f"Volume {number}", price=100 + number, stock=number)
        session.add(book)
        order.lines.append(OrderLine(book=book, quantity=1, price=book.price))
        await session.flush()
    return order
