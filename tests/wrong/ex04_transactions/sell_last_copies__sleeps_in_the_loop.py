"""Waits with time.sleep() before it tries again, and with it every other task of the process.

Caught by: test_a_sale_that_was_refused
"""

import time


async def sell_last_copies(make_session: async_sessionmaker[AsyncSession], isbn: str) -> int:
    one = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    for left_over in range(10, -1, -1):
        try:
            async with make_session.begin() as session:
                left = await session.scalar(one)
                if left is None:
                    raise OutOfStock(isbn)
            return left
        except DBAPIError as error:
            if not (refused(error) and left_over):
                raise
            time.sleep(0.2)
