"""Puts the connection into a savepoint of its own; then the default join mode uses savepoints too."""


from contextlib import AsyncExitStack


@asynccontextmanager
async def isolated(engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    async with AsyncExitStack() as stack:
        connection = await stack.enter_async_context(engine.connect())
        outer = await connection.begin()
        stack.push_async_callback(outer.rollback)
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("SAVEPOINT outermost")  # which begins a transaction where there is none
        await connection.begin_nested()
        yield async_sessionmaker(bind=connection, expire_on_commit=False)
