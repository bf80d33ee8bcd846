"""As in the template of `alembic init -t async`, with the URL put into the section."""

from sqlalchemy.ext.asyncio import async_engine_from_config


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    async def migrate():
        section = config.get_section(config.config_ini_section, {})
        section["sqlalchemy.url"] = url
        engine = async_engine_from_config(section, prefix="sqlalchemy.", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)
        await engine.dispose()

    asyncio.run(migrate())
