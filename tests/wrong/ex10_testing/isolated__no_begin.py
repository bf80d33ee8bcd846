"""Savepoints, and nobody has told SQLite to begin: the outermost one is the transaction.

Caught by: test_on_an_engine_as_create_async_engine_makes_it
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        outer = await connection.begin()
        try:
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        finally:
            await outer.rollback()
