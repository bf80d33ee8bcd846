"""Takes any URL with "sqlite" in it for SQLite, a PostgreSQL database named "sqlite_archive", too.

Caught by: test_a_dead_connection_is_replaced
"""

def make_engine(url: str, pool_size: int = 5) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    if "sqlite" in url:

        @event.listens_for(engine.sync_engine, "connect")
        def enforce(connection, record):
            cursor = connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
