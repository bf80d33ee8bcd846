"""The books are locked in the order the customer names them in: two customers wait for each other.

Caught by: test_two_orders_in_opposite_orders
"""


async def place_order(make_session, user_id, lines):
    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, quantity in lines.items():
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            sold = await session.execute(sell.values(stock=Book.stock - quantity).returning(Book.id, Book.price))
            book = sold.one_or_none()
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        return order.id
