"""Writes the URL into the config, where `%` begins a variable.

Caught by: test_a_percent_sign_in_the_url
"""

from sqlalchemy.ext.asyncio import async_engine_from_config


def run_async_migrations(config, metadata, run):
    if "BOOKSHOP_URL" in os.environ:
        config.set_main_option("sqlalchemy.url", os.environ["BOOKSHOP_URL"])
    section = config.get_section(config.config_ini_section)

    async def migrate():
        engine = async_engine_from_config(section, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())
