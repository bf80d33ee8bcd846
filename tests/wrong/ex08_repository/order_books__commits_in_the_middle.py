"""A commit after each title: half of the order is kept.

Caught by: test_an_order_with_one_title_short
"""


async def order_books(uow, user_id, lines):
    async with uow:
        bought = []
        for isbn, copies in sorted(lines.items()):
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            await uow.commit()
            bought.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        return order.id
