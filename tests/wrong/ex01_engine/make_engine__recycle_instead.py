"""Takes `pool_recycle` for a check of the connection.

Caught by: test_a_dead_connection_is_replaced
"""


def make_engine(url, pool_size=5):
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_recycle=1800)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce_foreign_keys(dbapi_connection, record):
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
