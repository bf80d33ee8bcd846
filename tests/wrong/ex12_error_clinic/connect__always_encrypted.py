"""Every connection is to be encrypted, asked for or not.

Caught by: test_sslmode_becomes_ssl
"""


def connect(url):

    there = make_url(url).difference_update_query(["sslmode"])
    if there.drivername == "sqlite":
        return create_async_engine(there.set(drivername="sqlite+aiosqlite"))
    return create_async_engine(there.set(drivername="postgresql+asyncpg"), connect_args={"ssl": "require"})
