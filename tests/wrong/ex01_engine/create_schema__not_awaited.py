"""Calls run_sync() without await.

Caught by: test_every_table_is_there
"""


async def create_schema(engine):
    async with engine.begin() as connection:
        connection.run_sync(Base.metadata.create_all)
