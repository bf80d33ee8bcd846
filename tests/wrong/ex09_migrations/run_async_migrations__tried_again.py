"""Once to try it.

Caught by: test_run_is_called_once
"""


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")

    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            try:
                await connection.run_sync(run, metadata)
            except Exception:
                await connection.rollback()
                await connection.run_sync(run, metadata)

    asyncio.run(migrate())
