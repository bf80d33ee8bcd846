"""Takes each title in one step; rolls back by hand before it raises."""


async def order_books(uow, user_id, lines):
    async with uow as inside:
        order_lines = []
        for isbn in sorted(lines):
            book = await inside.books.take(isbn, lines[isbn])
            if not book:
                await inside.rollback()
                raise OutOfStock(f"{isbn}: fewer than {lines[isbn]}")
            order_lines += [OrderLine(book_id=book.id, quantity=lines[isbn], price=book.price)]
        order = await inside.orders.create(user_id=user_id, lines=order_lines)
        number = order.id
        await inside.commit()
    return number
