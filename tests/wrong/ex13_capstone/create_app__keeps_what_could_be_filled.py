"""Each line is committed as it is taken: what was taken before the one that is missing is gone.

Caught by: test_an_order_that_is_refused_leaves_nothing
"""

async def take(session: AsyncSession, isbn: str, quantity: int) -> OrderLine:
    enough = update(Book).where(Book.isbn == isbn, Book.stock >= quantity).values(stock=Book.stock - quantity)
    book = await session.scalar(enough.returning(Book))
    if book is None:
        await session.rollback()
        if await session.scalar(select(Book.id).where(Book.isbn == isbn)) is None:
            raise NoSuchBook(isbn)
        raise Conflict("there are too few copies")
    await session.commit()
    return OrderLine(book=book, quantity=quantity, price=book.price)


async def buy(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    async with make_session() as session:
        order = Order(user_id=user_id, lines=[])
        session.add(order)
        await session.flush()
        session.add(OrderKey(user_id=user_id, key=key, order_id=order.id))
        await session.flush()
        order.lines += [await take(session, isbn, quantity) for isbn, quantity in wanted.items()]
        order.total = sum(line.quantity * line.price for line in order.lines)
        await session.commit()
    return OrderOut.of(order)
