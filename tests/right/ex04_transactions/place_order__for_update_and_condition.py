"""The books are locked in one SELECT, and the UPDATE has its condition all the same (SQLite knows no FOR UPDATE)."""


async def place_order(make_session, user_id, lines):

    async with make_session() as session, session.begin():
        found = select(Book).where(Book.isbn.in_(lines)).order_by(Book.id).with_for_update()
        books = {book.isbn: book for book in await session.scalars(found)}
        order = Order(user_id=user_id)
        session.add(order)
        for isbn, quantity in lines.items():
            if isbn not in books:
                raise OutOfStock(isbn)
            book = books[isbn]
            sell = update(Book).where(Book.id == book.id, Book.stock >= quantity).values(stock=Book.stock - quantity)
            result = await session.execute(sell.execution_options(synchronize_session=False))
            if result.rowcount == 0:
                raise OutOfStock(isbn)
            session.add(OrderLine(order=order, book=book, quantity=quantity, price=book.price))
        await session.flush()
        return order.id
