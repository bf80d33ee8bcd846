"""Chunk by chunk, but every row that was stored is remembered.

Caught by: test_an_import_of_any_length
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    stored: list[Row] = []
    chunk: list[Row] = []

    async def store() -> None:
        try:
            async with make_session.begin() as session:
                await session.execute(insert(Book), chunk)
        except DBAPIError as problem:
            raise ImportStopped(len(stored)) from problem
        stored.extend(chunk)
        chunk.clear()

    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            await store()
    if chunk:
        await store()
    return len(stored)
