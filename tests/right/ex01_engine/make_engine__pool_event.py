"""Listens to the pool, whatever the database, and knows it by the connection."""

from sqlalchemy.engine import make_url


def make_engine(url, pool_size=5):
    url = make_url(url)
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=1, pool_pre_ping=True)
    if url.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine.pool, "connect", _foreign_keys)
    return engine


def _foreign_keys(dbapi_connection, record):
    dbapi_connection.run_async(lambda connection: connection.execute("PRAGMA foreign_keys = 1"))
