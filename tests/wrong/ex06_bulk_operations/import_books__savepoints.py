"""A savepoint a chunk and one commit at the end: nobody sees anything before, and a crash loses all.

Caught by: test_others_see_the_chunks_while_it_runs
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []
    async with make_session() as session:

        async def store() -> None:
            nonlocal kept, chunk
            try:
                async with session.begin_nested():
                    await session.execute(insert(Book), chunk)
            except DBAPIError as problem:
                await session.commit()
                raise ImportStopped(kept) from problem
            kept, chunk = kept + len(chunk), []

        async for row in each(rows):
            chunk.append(row)
            if len(chunk) == chunk_size:
                await store()
        if chunk:
            await store()
        await session.commit()
    return kept
