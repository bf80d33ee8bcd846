"""The order is committed before its lines: whatever fails later leaves an order without lines.

Caught by: test_one_title_is_short, test_the_database_fails, test_the_customer_goes_away
"""


async def place_order(make_session, user_id, lines):

    async with make_session() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.commit()
        for isbn, quantity in sorted(lines.items()):
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            sold = await session.execute(sell.values(stock=Book.stock - quantity).returning(Book.id, Book.price))
            book = sold.one_or_none()
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        await session.commit()
        return order.id
