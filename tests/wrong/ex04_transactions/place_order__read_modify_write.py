"""The stock is read, computed in Python and written back: two orders that read the same number sell the same copies.

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
        for isbn, quantity in lines.items():
            books[isbn].stock -= quantity
            session.add(
                OrderLine(order_id=order.id, book_id=books[isbn].id, quantity=quantity, price=books[isbn].price)
            )
        return order.id
