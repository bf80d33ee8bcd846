"""Looks for postgres anywhere in the URL: a SQLite file called postgres.db is a server then.

Caught by: test_every_name_has_its_driver
"""


def connect(url: str) -> AsyncEngine:
    parsed = make_url(url)
    parsed = parsed.set(drivername="postgresql+asyncpg" if "postgres" in url else "sqlite+aiosqlite")
    if mode := parsed.query.get("sslmode"):
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return create_async_engine(parsed)
