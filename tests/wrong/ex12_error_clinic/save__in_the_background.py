"""The commit is a task that nobody waits for.

Caught by: test_other_errors_go_on
"""


async def save(make_session, isbn, price):

    async def store():
        async with make_session.begin() as session:
            await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))

    async with make_session() as session:
        if await session.scalar(select(Book.id).where(Book.isbn == isbn)) is None:
            raise LookupError(isbn)
    asyncio.create_task(store())
    await asyncio.sleep(0.2)
