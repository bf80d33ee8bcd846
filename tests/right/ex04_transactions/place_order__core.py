"""Without mapped objects: Core statements on one connection."""

from sqlalchemy import insert


async def place_order(make_session, user_id, lines):

    async with make_session() as session:
        try:
            order_id = await session.scalar(insert(Order).values(user_id=user_id).returning(Order.id))
            rows = []
            for isbn, quantity in sorted(lines.items()):
                sell = update(Book).where(Book.isbn == isbn).where(Book.stock - quantity >= 0)
                result = await session.execute(sell.values(stock=Book.stock - quantity))
                if result.rowcount != 1:
                    raise OutOfStock(isbn)
                book = (await session.execute(select(Book.id, Book.price).where(Book.isbn == isbn))).one()
                rows.append({"order_id": order_id, "book_id": book.id, "quantity": quantity, "price": book.price})
            await session.execute(insert(OrderLine), rows)
        except BaseException:
            await session.rollback()
            raise
        await session.commit()
    return order_id
