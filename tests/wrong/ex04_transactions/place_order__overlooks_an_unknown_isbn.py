"""Only the books that were found are looked at: a line with an unknown ISBN is dropped in silence.

Caught by: test_one_title_is_short
"""


async def place_order(make_session, user_id, lines):

    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for book in await session.scalars(select(Book).where(Book.isbn.in_(lines)).order_by(Book.isbn)):
            quantity = lines[book.isbn]
            enough = update(Book).where(Book.id == book.id, Book.stock >= quantity)
            if (await session.execute(enough.values(stock=Book.stock - quantity))).rowcount == 0:
                raise OutOfStock(book.isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        return order.id
