"""The stock is read, and what is left is written: two at the same moment take the same copy.

Caught by: test_twenty_buyers
"""

async def take(session: AsyncSession, isbn: str, quantity: int) -> OrderLine:
    book = SEEN[isbn]
    if book is None:
        raise NoSuchBook(isbn)
    if book.stock < quantity:
        raise Conflict("there are too few copies")
    await session.execute(update(Book).where(Book.id == book.id).values(stock=book.stock - quantity))
    return OrderLine(book=await session.get_one(Book, book.id), quantity=quantity, price=book.price)


async def place_order(make_session: MakeSession, email: str, key: str, new: NewOrder) -> OrderOut:
    async with make_session() as session:
        for isbn in new.wanted:
            SEEN[isbn] = await session.scalar(select(Book).where(Book.isbn == isbn))
        user = await known(session, email)
    try:
        return await buy(make_session, user.id, key, new.wanted)
    except IntegrityError:
        return await told_again(make_session, user.id, key, new.wanted)


SEEN: dict[str, Book | None] = {}
