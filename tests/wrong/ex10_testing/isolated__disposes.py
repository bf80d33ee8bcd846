"""Disposes of an engine that somebody else goes on using.

Caught by: test_a_block_that_fails
"""


@asynccontextmanager
async def isolated(engine):
    try:
        async with engine.connect() as connection:
            outer = await connection.begin()
            if connection.dialect.name == "sqlite":
                await connection.exec_driver_sql("BEGIN")
            try:
                yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
            finally:
                await outer.rollback()
    finally:
        await engine.dispose()
