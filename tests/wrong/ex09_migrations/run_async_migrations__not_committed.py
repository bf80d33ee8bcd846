"""Begins a transaction around run(), which then leaves the commit to whoever began.

Caught by: test_alembic_upgrades
"""

def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.begin()
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
