"""Lines that are given their book, and not its id."""


async def order_books(uow, user_id, lines):
    async with uow:
        taken = {}
        for isbn in sorted(lines):
            taken[isbn] = await uow.books.take(isbn, lines[isbn])
            if taken[isbn] is None:
                await uow.rollback()
                raise OutOfStock(isbn)
        order = await uow.orders.create(
            user_id=user_id,
            lines=[OrderLine(book=taken[isbn], quantity=copies, price=taken[isbn].price) for isbn, copies in lines.items()],
        )
        number = order.id
        await uow.commit()
        return number
