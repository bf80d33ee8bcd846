"""A bad row in the last, smaller chunk comes out as a bare IntegrityError, and nobody hears what was kept.

Caught by: test_what_was_committed_before_a_bad_chunk_stays
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []
    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            try:
                async with make_session.begin() as session:
                    await session.execute(insert(Book), chunk)
            except DBAPIError as problem:
                raise ImportStopped(kept) from problem
            kept, chunk = kept + chunk_size, []
    if chunk:
        async with make_session.begin() as session:
            await session.execute(insert(Book), chunk)
    return kept + len(chunk)
