"""SELECT … FOR UPDATE locks the row on PostgreSQL; SQLite has none, and SQLAlchemy leaves it out there without a word.

There it loses sales as the plain SELECT does; what is wrong on both is that a refusal goes to the buyer.

Caught by: test_a_sale_that_was_refused
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn).with_for_update())
        if book is None or book.stock < 1:
            raise OutOfStock(isbn)
        book.stock -= 1
        return book.stock
