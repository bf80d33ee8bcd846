"""Read, subtract in Python, write back: all buyers read the same number.

Caught by: test_twenty_buyers_at_once, test_the_last_copy_at_two_tills
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None or book.stock < 1:
            raise OutOfStock(isbn)
        book.stock -= 1
        return book.stock
