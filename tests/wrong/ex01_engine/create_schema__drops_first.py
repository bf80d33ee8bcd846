"""Drops everything first.

Caught by: test_again_without_harm
"""


async def create_schema(engine):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
