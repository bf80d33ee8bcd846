"""SELECT … FOR UPDATE locks the row on PostgreSQL; SQLite has none, and SQLAlchemy leaves it out there without a word.

Caught by: test_twenty_buyers_at_once, test_the_last_copy_at_two_tills
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn).with_for_update())
        if book is None or book.stock < 1:
            raise OutOfStock(isbn)
        book.stock -= 1
        return book.stock
