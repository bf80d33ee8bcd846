"""setdefault leaves the config's URL in the environment: the second call, with another config, goes to the first database.

Caught by: test_where_the_url_comes_from
"""


def run_async_migrations(config: Config, metadata: MetaData, run: Callable[[Connection, MetaData], None]) -> None:
    async def migrate() -> None:
        engine = create_async_engine(os.environ.setdefault("BOOKSHOP_URL", config.get_main_option("sqlalchemy.url", "")), poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)
        await engine.dispose()

    asyncio.run(migrate())
