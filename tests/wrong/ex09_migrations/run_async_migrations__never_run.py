"""Makes the coroutine and does not run it, like the env.py that one finds printed.

Caught by: test_alembic_upgrades, test_run_is_called_once
"""

def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    migrate()
