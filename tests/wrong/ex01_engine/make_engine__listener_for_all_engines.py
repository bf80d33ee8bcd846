"""The listener is put on the class of all engines: after one for SQLite, every engine for PostgreSQL fails to connect.

Caught by: test_a_dead_connection_is_replaced
"""

from sqlalchemy import Engine


def _enforce(connection, record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def make_engine(url: str, pool_size: int = 5) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    if engine.dialect.name == "sqlite" and not event.contains(Engine, "connect", _enforce):
        event.listen(Engine, "connect", _enforce)
    return engine
