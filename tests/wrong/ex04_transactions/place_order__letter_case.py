"""ISBNs are compared in capitals, so 08044299x and 08044299X are taken for one book.

Caught by: test_an_order_its_lines_and_the_stock
"""

from sqlalchemy import func


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, copies in sorted(lines.items()):
            one = select(Book.id).where(func.upper(Book.isbn) == isbn.upper()).order_by(Book.id).limit(1)
            take = update(Book).where(Book.id == one.scalar_subquery(), Book.stock >= copies)
            take = take.values(stock=Book.stock - copies).returning(Book.id, Book.price)
            row = (await session.execute(take, execution_options={"synchronize_session": False})).one_or_none()
            if row is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=row.id, quantity=copies, price=row.price))
        await session.flush()
        return order.id
