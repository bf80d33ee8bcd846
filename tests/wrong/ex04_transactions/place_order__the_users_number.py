"""The number of the user for that of the order: on a new database they are the same at first.

Caught by: test_an_order_its_lines_and_the_stock
"""


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, quantity in sorted(lines.items()):
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            sold = await session.execute(sell.values(stock=Book.stock - quantity).returning(Book.id, Book.price))
            book = sold.one_or_none()
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        return order.user_id
