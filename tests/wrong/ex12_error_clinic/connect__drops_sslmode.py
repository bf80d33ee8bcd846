"""sslmode is taken away, and the connection is no longer encrypted.

Caught by: test_sslmode_becomes_ssl
"""


def connect(url):

    there = make_url(url).difference_update_query(["sslmode"])
    return create_async_engine(there.set(drivername="sqlite+aiosqlite" if there.drivername == "sqlite" else "postgresql+asyncpg"))
