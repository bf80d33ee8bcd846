"""Remembers for ever that a first statement was sent: only the first call of the program begins again.

Caught by: test_after_a_restart
"""


sent_once = False


async def stale(engine: AsyncEngine, copies: dict[str, int]) -> None:
    global sent_once
    for attempt in range(2):
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                    sent_once = True
            return
        except exc.DBAPIError as error:
            if attempt or sent_once or not error.connection_invalidated:
                raise
