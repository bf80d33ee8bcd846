"""An error of the generator is told as a refusal by the database.

Caught by: test_import_stopped_tells_of_the_database
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def store() -> None:
        nonlocal kept, chunk
        async with make_session.begin() as session:
            await session.execute(insert(Book), chunk)
        kept, chunk = kept + len(chunk), []

    try:
        async for row in each(rows):
            chunk.append(row)
            if len(chunk) == chunk_size:
                await store()
        if chunk:
            await store()
    except Exception as problem:
        raise ImportStopped(kept) from problem
    return kept
