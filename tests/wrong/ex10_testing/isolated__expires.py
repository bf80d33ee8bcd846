"""Objects cannot be read after a commit.

Caught by: test_what_is_committed_inside_can_be_seen_inside
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        outer = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        try:
            yield async_sessionmaker(connection, join_transaction_mode="create_savepoint")
        finally:
            await outer.rollback()
