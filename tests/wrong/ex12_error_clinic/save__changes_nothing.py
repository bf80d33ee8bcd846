"""An UPDATE that finds no row is no error to the database.

Caught by: test_no_such_book
"""


async def save(make_session, isbn, price):

    async with make_session.begin() as session:
        await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
