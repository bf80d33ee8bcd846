"""Core on the session's connection; a chunk is stored when the first row of the next one is there."""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept: int = 0
    waiting: list[Row] = []

    async def store() -> int:
        try:
            async with make_session() as session:
                connection = await session.connection()
                await connection.execute(insert(Book.__table__), waiting)
                await session.commit()
        except DBAPIError as refused:
            raise ImportStopped(kept) from refused
        return len(waiting)

    async for row in each(rows):
        if len(waiting) == chunk_size:
            kept += await store()
            waiting.clear()
        waiting.append(row)
    return kept + (await store() if waiting else 0)
