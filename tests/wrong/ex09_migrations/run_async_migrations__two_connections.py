"""Tries a connection first, and migrates through a second.

Caught by: test_one_connection_and_closed
"""

from sqlalchemy import select


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(select(1))
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
