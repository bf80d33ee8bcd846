"""Sends the PRAGMA on the first connection only.

Caught by: test_foreign_keys_on_every_connection
"""


def make_engine(url, pool_size=5):
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect", once=True)
        def enforce_foreign_keys(dbapi_connection, record):
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
