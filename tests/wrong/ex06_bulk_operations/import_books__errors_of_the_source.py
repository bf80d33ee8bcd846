"""Takes an error of the database that the generator reads from for a refused chunk.

Caught by: test_import_stopped_tells_of_the_database
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def send():
        nonlocal kept, chunk
        async with make_session.begin() as session:
            await session.execute(insert(Book), chunk)
        kept, chunk = kept + len(chunk), []

    try:
        async for row in each(rows):
            chunk.append(row)
            if len(chunk) == chunk_size:
                await send()
        if chunk:
            await send()
    except DBAPIError as error:
        raise ImportStopped(kept) from error
    return kept
