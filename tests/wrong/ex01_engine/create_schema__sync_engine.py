"""Uses the synchronous engine inside, where nothing may wait.

Caught by: test_every_table_is_there
"""


async def create_schema(engine):
    Base.metadata.create_all(engine.sync_engine)
