"""postgres:// is mended, the others are as they were.

Caught by: test_every_name_has_its_driver
"""


def connect(url):

    there = make_url(url.replace("postgres://", "postgresql+asyncpg://", 1))
    if "sslmode" in there.query:
        there = there.difference_update_query(["sslmode"]).update_query_dict({"ssl": there.query["sslmode"]})
    return create_async_engine(there)
