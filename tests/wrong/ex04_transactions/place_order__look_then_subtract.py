"""The UPDATE subtracts in the database, but the look at the stock came before it and counts no more.

Caught by: test_twenty_orders_at_once
"""


async def place_order(make_session, user_id, lines):

    async with make_session.begin() as session:
        books = {book.isbn: book for book in await session.scalars(select(Book).where(Book.isbn.in_(lines)))}
        for isbn, quantity in lines.items():
            if isbn not in books or books[isbn].stock < quantity:
                raise OutOfStock(isbn)
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, quantity in sorted(lines.items()):
            await session.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock - quantity))
            session.add(
                OrderLine(order_id=order.id, book_id=books[isbn].id, quantity=quantity, price=books[isbn].price)
            )
        return order.id
