"""The failure of a lookup becomes a RuntimeError: whoever catches a database's error does not catch it.

Caught by: test_a_lookup_that_fails
"""


async def fetch_many(make_session: async_sessionmaker[AsyncSession], ids: list[int], at_once: int) -> list[str | None]:
    turn = asyncio.Semaphore(at_once)

    async def title_of(book_id: int) -> str | None:
        async with turn, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    results = await asyncio.gather(*[title_of(book_id) for book_id in ids], return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise RuntimeError("a lookup failed") from result
    return list(results)
