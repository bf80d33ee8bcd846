"""Looks into the config alone.

Caught by: test_where_the_url_comes_from
"""

def run_async_migrations(config, metadata, run):
    url = config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
