"""The unit of work is not entered.

Caught by: test_an_order_through_the_unit_of_work, test_an_order_without_a_database
"""


async def order_books(uow, user_id, lines):
    bought = []
    for isbn, copies in sorted(lines.items()):
        book = await uow.books.take(isbn, copies)
        if book is None:
            raise OutOfStock(isbn)
        bought.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
    order = await uow.orders.create(user_id=user_id, lines=bought)
    await uow.commit()
    return order.id
