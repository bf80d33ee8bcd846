"""Creates the table of the books only.

Caught by: test_every_table_is_there
"""


async def create_schema(engine):
    async with engine.begin() as connection:
        await connection.run_sync(Book.__table__.create, checkfirst=True)
