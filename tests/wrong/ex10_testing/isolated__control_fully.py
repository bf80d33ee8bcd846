"""The code's commit is the outer transaction's.

Caught by: test_the_code_inside_rolls_back, test_nothing_is_left, test_nobody_else_sees_it
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        outer = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        try:
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="control_fully")
        finally:
            await outer.rollback()
