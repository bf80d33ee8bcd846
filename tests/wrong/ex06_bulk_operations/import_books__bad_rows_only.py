"""Only a bad row counts as a refusal: a full disk comes out as it is, and nobody hears what was kept.

Caught by: test_import_stopped_tells_of_the_database
"""

from sqlalchemy.exc import IntegrityError


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def store() -> None:
        nonlocal kept, chunk
        try:
            async with make_session.begin() as session:
                await session.execute(insert(Book), chunk)
        except IntegrityError as problem:
            raise ImportStopped(kept) from problem
        kept, chunk = kept + len(chunk), []

    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            await store()
    if chunk:
        await store()
    return kept
