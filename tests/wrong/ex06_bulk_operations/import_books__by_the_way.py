"""ImportStopped is raised without `from`: the error behind it looks like an accident.

Caught by: test_what_was_committed_before_a_bad_chunk_stays
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def store() -> None:
        nonlocal kept, chunk
        try:
            async with make_session.begin() as session:
                await session.execute(insert(Book), chunk)
        except DBAPIError as problem:
            raise ImportStopped(kept)
        kept, chunk = kept + len(chunk), []

    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            await store()
    if chunk:
        await store()
    return kept
