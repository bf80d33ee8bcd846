"""An order first, its lines later: two commits for one piece of work.

Caught by: test_an_order_without_a_database
"""


async def order_books(uow, user_id, lines):
    async with uow:
        order = await uow.orders.create(user_id=user_id)
        await uow.commit()
        bought = []
        for isbn, copies in sorted(lines.items()):
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            bought.append(OrderLine(order_id=order.id, book_id=book.id, quantity=copies, price=book.price))
        await uow.orders.delete(order)
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        return order.id
