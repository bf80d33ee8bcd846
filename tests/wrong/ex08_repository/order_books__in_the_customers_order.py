"""The books are taken in the order the customer names them in: two customers wait for each other.

Caught by: test_two_orders_in_opposite_orders
"""


async def order_books(uow, user_id, lines):
    async with uow:
        rows = []
        for isbn, copies in lines.items():
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            rows.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
        order = await uow.orders.create(user_id=user_id, lines=rows)
        order_id = order.id
        await uow.commit()
    return order_id
