"""Creates the tables in a transaction that is never committed.

Caught by: test_every_table_is_there
"""


async def create_schema(engine):
    async with engine.connect() as connection:
        await connection.run_sync(Base.metadata.create_all)
