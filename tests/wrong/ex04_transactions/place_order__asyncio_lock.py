"""A lock of this process: another process sells the copy between the look and the UPDATE.

Caught by: test_an_order_while_another_process_sells
"""

import asyncio

one_at_a_time = asyncio.Lock()


async def place_order(make_session, user_id, lines):
    async with one_at_a_time, make_session.begin() as session:
        books = {book.isbn: book for book in await session.scalars(select(Book).where(Book.isbn.in_(lines)))}
        order = Order(user_id=user_id)
        session.add(order)
        for isbn, quantity in sorted(lines.items()):
            if isbn not in books or books[isbn].stock < quantity:
                raise OutOfStock(isbn)
            books[isbn].stock -= quantity
            line = OrderLine(book_id=books[isbn].id, quantity=quantity, price=books[isbn].price)
            line.order = order
        await session.flush()
        return order.id
