"""`kept` grows before the COMMIT, which may fail.

Caught by: test_import_stopped_tells_of_the_database
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def send():
        nonlocal kept
        try:
            async with make_session.begin() as session:
                await session.execute(insert(Book), chunk)
                kept += len(chunk)
        except DBAPIError as error:
            raise ImportStopped(kept) from error
        chunk.clear()

    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            await send()
    if chunk:
        await send()
    return kept
