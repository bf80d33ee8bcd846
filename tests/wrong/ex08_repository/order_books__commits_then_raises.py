"""The commit stands before the question.

Caught by: test_an_order_in_memory_that_is_refused
"""


async def order_books(uow, user_id, lines):
    async with uow:
        bought, short = [], None
        for isbn, copies in sorted(lines.items()):
            book = await uow.books.take(isbn, copies)
            if book is None:
                short = isbn
                continue
            bought.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        if short is not None:
            raise OutOfStock(short)
        return order.id
