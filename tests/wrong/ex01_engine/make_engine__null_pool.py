"""Uses NullPool, as one reads it must be.

Caught by: test_the_pool_has_a_bound
"""

from sqlalchemy.pool import NullPool


def make_engine(url, pool_size=5):
    engine = create_async_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce_foreign_keys(dbapi_connection, record):
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
