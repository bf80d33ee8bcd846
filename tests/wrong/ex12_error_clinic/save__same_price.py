"""Who already has this price is taken for none.

Caught by: test_a_new_price_for_good
"""


async def save(make_session, isbn, price):
    async with make_session.begin() as session:
        changed = await session.execute(update(Book).where(Book.isbn == isbn, Book.price != price).values(price=price))
        if not changed.rowcount:
            raise LookupError(isbn)
