"""Gives the asynchronous engine to a synchronous function.

Caught by: test_every_table_is_there, test_again_without_harm
"""


async def create_schema(engine):
    Base.metadata.create_all(engine)
