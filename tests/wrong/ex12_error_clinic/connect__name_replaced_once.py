"""The scheme by replace(…, 1), and sslmode= wherever it first stands.

Caught by: test_everything_else_stays
"""


def connect(url):
    scheme, rest = url.split("://", 1)
    driver = "sqlite+aiosqlite" if scheme == "sqlite" else "postgresql+asyncpg"
    return create_async_engine(f"{driver}://{rest.replace('sslmode=', 'ssl=', 1)}")
