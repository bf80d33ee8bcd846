"""Forgets what a copy cost.

Caught by: test_an_order_through_the_unit_of_work
"""


async def order_books(uow, user_id, lines):
    async with uow:
        bought = []
        for isbn, copies in sorted(lines.items()):
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            bought.append(OrderLine(book_id=book.id, quantity=copies, price=0))
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        return order.id
