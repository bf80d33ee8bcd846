"""The ISBN is taken for a pattern.

Caught by: test_no_such_book
"""


async def save(make_session, isbn, price):
    async with make_session.begin() as session:
        book = (await session.scalars(select(Book).where(Book.isbn.like(isbn)).order_by(Book.id))).first()
        if book is None:
            raise LookupError(isbn)
        book.price = price
