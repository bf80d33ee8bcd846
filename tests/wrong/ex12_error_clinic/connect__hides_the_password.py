"""str(url) writes *** in the place of the password.

Caught by: test_everything_else_stays
"""


def connect(url):

    there = make_url(url)
    there = there.set(drivername="sqlite+aiosqlite" if there.drivername == "sqlite" else "postgresql+asyncpg")
    if "sslmode" in there.query:
        there = there.difference_update_query(["sslmode"]).update_query_dict({"ssl": there.query["sslmode"]})
    return create_async_engine(str(there))
