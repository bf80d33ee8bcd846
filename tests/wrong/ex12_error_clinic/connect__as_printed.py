"""Replaces a word: wrong for postgres://, for sqlite:// and for sslmode.

Caught by: test_the_database_is_reached, test_every_name_has_its_driver, test_sslmode_becomes_ssl, test_everything_else_stays
"""


def connect(url: str) -> AsyncEngine:
    return create_async_engine(url.replace("postgresql", "postgresql+asyncpg"))
