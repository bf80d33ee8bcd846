"""Replaces words wherever they stand, in the password too.

Caught by: test_everything_else_stays
"""


def connect(url):

    url = url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+asyncpg://")
    return create_async_engine(url.replace("sqlite://", "sqlite+aiosqlite://").replace("sslmode", "ssl"))
