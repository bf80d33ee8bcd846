"""Takes a plain engine for an asynchronous driver: MissingGreenlet.

Caught by: test_alembic_upgrades, test_run_is_called_once
"""

from sqlalchemy import create_engine


def run_async_migrations(config, metadata, run):
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        run(connection, metadata)
