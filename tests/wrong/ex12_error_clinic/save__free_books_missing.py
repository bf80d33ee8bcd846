"""A book that costs 0 is taken for none.

Caught by: test_a_new_price_for_good
"""


async def save(make_session, isbn, price):
    async with make_session.begin() as session:
        if not await session.scalar(select(Book.price).where(Book.isbn == isbn)):
            raise LookupError(isbn)
        await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
