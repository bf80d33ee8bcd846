"""Takes the titles out of the caller's dict one by one.

Caught by: test_an_order_through_the_unit_of_work
"""


async def order_books(uow: UnitOfWork, user_id: int, lines: dict[str, int]) -> int:
    async with uow:
        taken = []
        for isbn in sorted(lines):
            copies = lines.pop(isbn)
            book = await uow.books.take(isbn, copies)
            if book is None:
                raise OutOfStock(isbn)
            taken.append(OrderLine(book_id=book.id, quantity=copies, price=book.price))
        order = await uow.orders.create(user_id=user_id, lines=taken)
        order_id = order.id
        await uow.commit()
    return order_id
