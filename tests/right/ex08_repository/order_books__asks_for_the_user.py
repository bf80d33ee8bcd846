"""Asks for the user first: LookupError for one who is not there."""


async def order_books(uow, user_id, lines):
    async with uow:
        if await uow.users.get(user_id) is None:
            raise LookupError(f"no user {user_id}")
        taken = {isbn: await uow.books.take(isbn, copies) for isbn, copies in sorted(lines.items())}
        if None in taken.values():
            raise OutOfStock(", ".join(isbn for isbn, book in taken.items() if book is None))
        for isbn in taken:
            assert await uow.books.list(Book.isbn == isbn, order_by=Book.title.desc(), size=1)
        bought = [OrderLine(book_id=book.id, quantity=lines[isbn], price=book.price) for isbn, book in taken.items()]
        order = await uow.orders.create(user_id=user_id, lines=bought)
        await uow.commit()
        return order.id
