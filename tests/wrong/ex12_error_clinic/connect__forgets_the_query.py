"""A new query with ssl in it, and nothing else.

Caught by: test_everything_else_stays
"""


def connect(url):

    there = make_url(url)
    there = there.set(drivername="sqlite+aiosqlite" if there.drivername == "sqlite" else "postgresql+asyncpg")
    if "sslmode" in there.query:
        there = there.set(query={"ssl": there.query["sslmode"]})
    return create_async_engine(there)
