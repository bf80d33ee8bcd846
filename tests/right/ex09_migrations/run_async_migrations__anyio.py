"""By way of anyio."""

import anyio


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    anyio.run(migrate)
