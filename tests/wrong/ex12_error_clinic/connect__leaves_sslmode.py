"""The name is right, and asyncpg is given an argument it does not know.

Caught by: test_sslmode_becomes_ssl
"""


def connect(url):

    name, _, rest = url.partition("://")
    return create_async_engine(("sqlite+aiosqlite" if name == "sqlite" else "postgresql+asyncpg") + "://" + rest)
