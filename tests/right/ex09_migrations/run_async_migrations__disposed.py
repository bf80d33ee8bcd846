"""A pool, disposed of in any case, and a transaction that is begun outside."""

def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(run, metadata)
        finally:
            await engine.dispose()

    asyncio.run(migrate())
