"""Whatever the database refuses, an unknown user too, is told as OutOfStock.

Caught by: test_no_such_user
"""


async def place_order(make_session, user_id, lines):
    try:
        async with make_session.begin() as session:
            order = Order(user_id=user_id)
            session.add(order)
            await session.flush()
            for isbn, quantity in lines.items():
                enough = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
                book = await session.scalar(enough.values(stock=Book.stock - quantity).returning(Book))
                if book is None:
                    raise OutOfStock(isbn)
                session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
            return order.id
    except IntegrityError as error:
        raise OutOfStock("no such user or book") from error
