"""Goes by way of str(), which has stars for the password.

Caught by: test_nothing_is_connected_at_first
"""

from sqlalchemy import make_url


def make_engine(url: str, pool_size: int = 5) -> AsyncEngine:
    parsed = make_url(url)
    engine = create_async_engine(str(parsed), pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    if parsed.get_backend_name() == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce(connection, record):
            cursor = connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
