"""When `rows` raises, what there is of a chunk is stored.

Caught by: test_import_stopped_tells_of_the_database
"""


async def store(make_session: async_sessionmaker[AsyncSession], chunk: list[Row], kept: int) -> int:
    try:
        async with make_session.begin() as session:
            await session.execute(insert(Book), chunk)
    except DBAPIError as error:
        raise ImportStopped(kept) from error
    return len(chunk)


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []
    try:
        async for row in each(rows):
            chunk.append(row)
            if len(chunk) >= chunk_size:
                full, chunk = chunk, []
                kept += await store(make_session, full, kept)
    finally:
        if chunk:
            kept += await store(make_session, chunk, kept)
    return kept
