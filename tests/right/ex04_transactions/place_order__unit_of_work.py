"""With the unit of work above, and the lines as one list."""


async def place_order(make_session, user_id, lines):

    async with unit_of_work(make_session) as session:
        bought = []
        for isbn in sorted(lines):
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= lines[isbn])
            sell = sell.values(stock=Book.stock - lines[isbn]).returning(Book)
            book = (await session.scalars(sell)).first()
            if not book:
                raise OutOfStock(f"too few of {isbn}")
            bought.append(OrderLine(book_id=book.id, quantity=lines[isbn], price=book.price))
        order = Order(user_id=user_id, lines=bought)
        session.add(order)
        await session.flush()
        number = order.id
    return number
