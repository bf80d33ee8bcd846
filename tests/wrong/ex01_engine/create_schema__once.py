"""Remembers that it has run, and a database that has lost tables gets none.

Caught by: test_the_tables_that_are_missing
"""


_done: set[str] = set()


async def create_schema(engine: AsyncEngine) -> None:
    if engine.dialect.name in _done:
        return
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    _done.add(engine.dialect.name)
