"""Asks the session itself: a fake has none.

Caught by: test_an_order_without_a_database
"""


async def order_books(uow, user_id, lines):
    async with uow:
        session = uow.orders.session
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, copies in sorted(lines.items()):
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=copies, price=book.price))
        await uow.commit()
        return order.id
