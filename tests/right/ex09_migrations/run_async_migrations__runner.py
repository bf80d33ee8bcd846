"""A Runner, a lambda, and a connection closed by hand."""

from sqlalchemy import make_url


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        connection = await create_async_engine(make_url(url), poolclass=NullPool).connect()
        try:
            await connection.run_sync(lambda plain: run(plain, metadata))
        finally:
            await connection.close()

    with asyncio.Runner() as runner:
        runner.run(migrate())
