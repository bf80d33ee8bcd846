"""Sorts, but by the number of copies first, which is another order for another customer.

Caught by: test_two_orders_in_opposite_orders
"""


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        for number, isbn in sorted((number, isbn) for isbn, number in lines.items()):
            take = update(Book).where(Book.isbn == isbn, Book.stock >= number).values(stock=Book.stock - number)
            row = (await session.execute(take.returning(Book.id, Book.price))).one_or_none()
            if row is None:
                raise OutOfStock(isbn)
            order.lines.append(OrderLine(book_id=row.id, quantity=number, price=row.price))
        session.add(order)
    return order.id
