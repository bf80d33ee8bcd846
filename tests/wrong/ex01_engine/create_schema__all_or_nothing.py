"""Takes all tables for there where one is.

Caught by: test_the_tables_that_are_missing
"""

from sqlalchemy import inspect


async def create_schema(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        if not await connection.run_sync(lambda plain: inspect(plain).has_table(Book.__tablename__)):
            await connection.run_sync(Base.metadata.create_all)
