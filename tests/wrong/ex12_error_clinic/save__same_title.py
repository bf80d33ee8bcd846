"""Gives every book of that title the price.

Caught by: test_a_new_price_for_good
"""


async def save(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> None:
    async with make_session.begin() as session:
        title = select(Book.title).where(Book.isbn == isbn).scalar_subquery()
        change = update(Book).where(Book.title == title).values(price=price)
        if not (await session.execute(change, execution_options={"synchronize_session": False})).rowcount:
            raise LookupError(f"no book {isbn}")
