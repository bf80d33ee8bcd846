"""Every line is a transaction of its own: the first titles are sold although the last is short.

Caught by: test_one_title_is_short, test_the_database_fails
"""


async def place_order(make_session, user_id, lines):

    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
    for isbn, quantity in sorted(lines.items()):
        async with make_session.begin() as session:
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            sold = await session.execute(sell.values(stock=Book.stock - quantity).returning(Book.id, Book.price))
            book = sold.one_or_none()
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
    return order.id
