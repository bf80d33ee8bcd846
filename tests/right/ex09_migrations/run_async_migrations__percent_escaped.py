"""The URL goes into the config with every `%` doubled, as the file would have it."""

from sqlalchemy.ext.asyncio import async_engine_from_config


def run_async_migrations(config, metadata, run):
    if "BOOKSHOP_URL" in os.environ:
        config.set_main_option("sqlalchemy.url", os.environ["BOOKSHOP_URL"].replace("%", "%%"))

    async def migrate():
        engine = async_engine_from_config(config.get_section(config.config_ini_section), poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
