"""`except Exception`: a user who does not exist is told that the books are gone.

Caught by: test_an_order_that_the_database_refuses
"""


async def order_books(uow, user_id, lines):
    async with uow:
        try:
            bought = []
            for isbn, copies in sorted(lines.items()):
                book = await uow.books.take(isbn, copies)
                bought.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
            order = await uow.orders.create(user_id=user_id, lines=bought)
            await uow.commit()
        except Exception:
            raise OutOfStock from None
        return order.id
