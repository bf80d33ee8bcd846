"""One transaction around the whole import: a bad row at the end undoes all of it.

Caught by: test_what_was_committed_before_a_bad_chunk_stays, test_others_see_the_chunks_while_it_runs
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []
    try:
        async with make_session.begin() as session:
            async for row in each(rows):
                chunk.append(row)
                if len(chunk) == chunk_size:
                    await session.execute(insert(Book), chunk)
                    kept, chunk = kept + len(chunk), []
            if chunk:
                await session.execute(insert(Book), chunk)
    except DBAPIError as problem:
        raise ImportStopped(kept) from problem
    return kept + len(chunk)
