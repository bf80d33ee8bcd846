"""get and update leave a moment in between.

Caught by: test_eight_orders_at_once
"""


async def order_books(uow, user_id, lines):
    async with uow:
        bought = []
        for isbn, copies in sorted(lines.items()):
            found = await uow.books.list(Book.isbn == isbn)
            if not found or found[0].stock < copies:
                raise OutOfStock(isbn)
            book = await uow.books.update(found[0], stock=found[0].stock - copies)
            bought.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        return order.id
