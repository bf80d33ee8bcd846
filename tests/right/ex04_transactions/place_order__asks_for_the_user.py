"""The user is looked for first: an order of nobody is a mistake of the caller."""


async def place_order(make_session, user_id, lines):

    async with make_session.begin() as session:
        if await session.get(User, user_id) is None:
            raise LookupError(f"no user {user_id}")
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, quantity in sorted(lines.items()):
            enough = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            book = await session.scalar(enough.values(stock=Book.stock - quantity).returning(Book))
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        return order.id
