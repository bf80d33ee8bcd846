"""Connected by ids, and loaded once at the end."""


from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload


async def make_order(session, user=None, lines=1, **changes):
    user = user or await make_user(session)
    session.add(order := Order(user_id=user.id, **changes))
    books = [Book(isbn=f"{number:013}", title="A Book", price=999, stock=9) for number in itertools.islice(numbers, lines)]
    session.add_all(books)
    await session.flush()
    session.add_all(OrderLine(order_id=order.id, book_id=book.id, quantity=2, price=book.price) for book in books)
    await session.flush()
    whole = select(Order).where(Order.id == order.id)
    whole = whole.options(joinedload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book))
    return await session.scalar(whole.execution_options(populate_existing=True))
