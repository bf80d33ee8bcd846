"""Takes the variable only where the config says nothing.

Caught by: test_where_the_url_comes_from
"""

def run_async_migrations(config, metadata, run):
    url = config.get_main_option("sqlalchemy.url") or os.environ.get("BOOKSHOP_URL")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
