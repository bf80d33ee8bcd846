"""The textbook fixture: a rollback of the code ends the outer transaction, and what follows is committed.

Caught by: test_the_code_inside_rolls_back
"""


@asynccontextmanager
async def isolated(engine):
    async with engine.connect() as connection:
        outer = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        try:
            yield async_sessionmaker(connection, expire_on_commit=False)
        finally:
            await outer.rollback()
