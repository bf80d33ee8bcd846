"""The ISBN is a UUID of 32 characters in a column of 20: PostgreSQL refuses it.

Caught by: test_an_order_with_its_lines
"""


from uuid import uuid4


async def make_order(session: AsyncSession, user: User | None = None, lines: int = 1, **changes: Any) -> Order:
    books = [Book(isbn=uuid4().hex, title="A Book", price=999, stock=10) for _ in range(lines)]
    order = Order(
        user=user or await make_user(session),
        lines=[OrderLine(book=book, quantity=1, price=book.price) for book in books],
        **changes,
    )
    session.add(order)
    await session.flush()
    return order
