"""The outer transaction is a block that is left by an exception of its own."""


class Enough(Exception):
    pass


@asynccontextmanager
async def isolated(engine):
    with suppress(Enough):
        async with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
            raise Enough
