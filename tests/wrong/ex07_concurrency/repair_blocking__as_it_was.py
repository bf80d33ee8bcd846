"""The lines as they were.

Caught by: test_the_loop_goes_on_turning, test_no_connection_is_held
"""


async def repair_blocking(make_session, isbns, price_of):

    async with make_session.begin() as session:
        changed = 0
        for isbn in isbns:
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price_of(isbn)))
            changed += result.rowcount
    return changed
