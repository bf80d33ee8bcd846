"""What follows the `?` is lost for a file.

Caught by: test_everything_else_stays
"""


def connect(url: str) -> AsyncEngine:
    parts = make_url(url)
    if parts.drivername == "sqlite":
        return create_async_engine("sqlite+aiosqlite:///" + (parts.database or ""))
    query = {("ssl" if name == "sslmode" else name): value for name, value in parts.query.items()}
    return create_async_engine(parts.set(drivername="postgresql+asyncpg", query=query))
