"""One session for all, committed after each chunk."""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []
    async with make_session() as session:

        async def store() -> None:
            nonlocal kept
            try:
                await session.execute(insert(Book), chunk)
                await session.commit()
            except DBAPIError as problem:
                await session.rollback()
                raise ImportStopped(kept) from problem
            kept += len(chunk)
            chunk.clear()

        async for row in each(rows):
            chunk.append(row)
            if len(chunk) >= chunk_size:
                await store()
        if chunk:
            await store()
    return kept
