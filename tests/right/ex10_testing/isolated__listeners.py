"""The recipe by events: the driver begins nothing, and SQLAlchemy says BEGIN."""


from sqlalchemy import event


@asynccontextmanager
async def isolated(engine):
    def begin(connection):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")

    event.listen(engine.sync_engine, "begin", begin)
    connection = await engine.connect()
    try:
        await connection.begin()
        yield async_sessionmaker(bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    finally:
        await connection.close()
        event.remove(engine.sync_engine, "begin", begin)
