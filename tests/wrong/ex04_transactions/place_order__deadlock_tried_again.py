"""Takes the rows in the customer's order and tries again when the database breaks a deadlock.

Caught by: test_two_orders_in_opposite_orders
"""

async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    while True:
        try:
            async with make_session.begin() as session:
                order = Order(user_id=user_id)
                session.add(order)
                await session.flush()
                order_id = order.id
                for isbn, copies in lines.items():
                    take = update(Book).where(Book.isbn == isbn, Book.stock >= copies)
                    take = take.values(stock=Book.stock - copies).returning(Book.id, Book.price)
                    row = (await session.execute(take)).one_or_none()
                    if row is None:
                        raise OutOfStock(isbn)
                    session.add(OrderLine(order_id=order_id, book_id=row.id, quantity=copies, price=row.price))
            return order_id
        except DBAPIError as error:
            if not refused(error):
                raise
