"""Leaves `max_overflow` at 10.

Caught by: test_the_pool_has_a_bound
"""


def make_engine(url, pool_size=5):
    engine = create_async_engine(url, pool_size=pool_size, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce_foreign_keys(dbapi_connection, record):
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
