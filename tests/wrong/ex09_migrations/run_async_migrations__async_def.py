"""Is a coroutine function, and env.py calls it without an await.

Caught by: test_alembic_upgrades, test_run_is_called_once
"""

async def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run, metadata)
