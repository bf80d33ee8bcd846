"""All rows are gathered in a list, and stored in chunks then.

Caught by: test_an_import_of_any_length
"""


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    everything = [row async for row in each(rows)]
    for start in range(0, len(everything), chunk_size):
        try:
            async with make_session.begin() as session:
                await session.execute(insert(Book), everything[start : start + chunk_size])
        except DBAPIError as problem:
            raise ImportStopped(start) from problem
    return len(everything)
