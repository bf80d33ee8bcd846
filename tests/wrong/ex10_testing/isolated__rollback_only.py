"""The code's rollback undoes everything that was done before it.

Caught by: test_the_code_inside_rolls_back
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        outer = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        try:
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        finally:
            await outer.rollback()
