"""Rolled back when the test has passed, and not when it has failed: what follows a failed test is committed by nobody, and the connection is lost.

Caught by: test_a_block_that_fails
"""


@asynccontextmanager
async def isolated(engine):
    connection = await engine.connect()
    outer = await connection.begin()
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("BEGIN")
    yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    await outer.rollback()
    await connection.close()
