"""Tries three times, whatever went wrong and wherever, and then says nothing.

Caught by: test_lost_twice, test_a_commit_without_an_answer, test_an_error_with_the_connection_alive
"""


async def stale(engine: AsyncEngine, copies: dict[str, int]) -> None:
    for _ in range(3):
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                return
        except exc.DBAPIError:
            await asyncio.sleep(0.01)
