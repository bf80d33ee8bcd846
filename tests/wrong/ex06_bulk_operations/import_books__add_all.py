"""Each chunk is added as objects: a statement a row on SQLite, several a chunk on PostgreSQL.

Caught by: test_one_insert_a_chunk
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    kept, chunk = 0, []

    async def store() -> None:
        nonlocal kept, chunk
        try:
            async with make_session.begin() as session:
                session.add_all([Book(**row) for row in chunk])
        except DBAPIError as problem:
            raise ImportStopped(kept) from problem
        kept, chunk = kept + len(chunk), []

    async for row in each(rows):
        chunk.append(row)
        if len(chunk) == chunk_size:
            await store()
    if chunk:
        await store()
    return kept
