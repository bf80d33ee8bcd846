"""Hands over the metadata of the models, whatever it was given.

Caught by: test_run_is_called_once
"""

from workbook.bookshop import Base


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, Base.metadata)

    asyncio.run(migrate())
