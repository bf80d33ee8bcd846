"""Takes every `%` away, so that the config does not stumble.

Caught by: test_a_percent_sign_in_the_url
"""

def run_async_migrations(config, metadata, run):
    url = (os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")).replace("%", "")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
