"""Wants the variable, and does not look into the config.

Caught by: test_alembic_upgrades
"""

def run_async_migrations(config, metadata, run):
    url = os.environ["BOOKSHOP_URL"]
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
