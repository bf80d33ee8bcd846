"""commit() is not awaited, and whatever goes wrong is printed and forgotten.

Caught by: test_a_new_price_for_good, test_no_such_book, test_other_errors_go_on
"""


async def save(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> None:
    async with make_session() as session:
        try:
            book = await session.scalar(select(Book).where(Book.isbn == isbn))
            book.price = price
            session.commit()
        except Exception as error:
            print("could not save:", error)
