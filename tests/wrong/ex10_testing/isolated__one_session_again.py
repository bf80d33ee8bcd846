"""One session is handed out each time: closed it looks like new, and two at a time are one.

Caught by: test_what_is_committed_inside_can_be_seen_inside
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        session = AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        yield lambda: session
        await connection.rollback()
