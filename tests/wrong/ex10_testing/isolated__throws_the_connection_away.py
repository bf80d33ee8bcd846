"""Invalidates the connection at the end instead of giving it back: the pool has to open another one.

Caught by: test_a_block_that_fails
"""


@asynccontextmanager
async def isolated(engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    async with engine.connect() as connection:
        await connection.begin()
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        try:
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        finally:
            await connection.invalidate()
