"""Nothing is flushed before the block ends: SQLAlchemy shields that from a cancellation, and the order is kept whole."""


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        session.add(order)
        for isbn, quantity in sorted(lines.items()):
            enough = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            with session.no_autoflush:
                book = await session.scalar(enough.values(stock=Book.stock - quantity).returning(Book))
            if book is None:
                raise OutOfStock(isbn)
            order.lines.append(OrderLine(book=book, quantity=quantity, price=book.price))
    return order.id
