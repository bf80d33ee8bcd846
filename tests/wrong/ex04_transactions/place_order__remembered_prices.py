"""Remembers the prices from one order to the next, and somebody may have changed them.

Caught by: test_the_price_of_the_moment
"""


_prices: dict[str, tuple[int, int]] = {}


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    if missing := [isbn for isbn in lines if isbn not in _prices]:
        async with make_session() as session:
            rows = await session.execute(select(Book.isbn, Book.id, Book.price).where(Book.isbn.in_(missing)))
            _prices.update({isbn: (book_id, price) for isbn, book_id, price in rows})
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        for isbn, number in sorted(lines.items()):
            take = update(Book).where(Book.isbn == isbn, Book.stock >= number).values(stock=Book.stock - number)
            if not (await session.execute(take)).rowcount:
                raise OutOfStock(isbn)
            book_id, price = _prices[isbn]
            order.lines.append(OrderLine(book_id=book_id, quantity=number, price=price))
        session.add(order)
    return order.id
