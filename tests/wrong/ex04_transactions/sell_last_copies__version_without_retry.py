"""The version is checked, but a buyer who was overtaken is told "sold out" while copies are left.

Caught by: test_twenty_buyers_at_once
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None or book.stock < 1:
            raise OutOfStock(isbn)
        sell = update(Book).where(Book.isbn == isbn, Book.stock == book.stock).values(stock=book.stock - 1)
        result = await session.execute(sell.execution_options(synchronize_session=False))
        if result.rowcount == 0:
            raise OutOfStock(isbn)
        return book.stock - 1
