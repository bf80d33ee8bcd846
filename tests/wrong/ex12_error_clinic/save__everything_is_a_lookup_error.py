"""Whatever goes wrong is called LookupError.

Caught by: test_other_errors_go_on
"""


async def save(make_session, isbn, price):

    async with make_session() as session:
        try:
            book = await session.scalar(select(Book).where(Book.isbn == isbn))
            book.price = price
            await session.commit()
        except Exception as error:
            raise LookupError(isbn) from error
