"""Does not look whether the tables exist.

Caught by: test_again_without_harm
"""


async def create_schema(engine):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all, checkfirst=False)
