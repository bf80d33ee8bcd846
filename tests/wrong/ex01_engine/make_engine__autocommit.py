"""Each statement is committed by itself: nothing can be rolled back.

Caught by: test_what_nobody_commits_is_rolled_back
"""


def make_engine(url, pool_size=5):
    options = {"pool_size": pool_size, "max_overflow": 0, "pool_pre_ping": True}
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", **options)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce_foreign_keys(dbapi_connection, record):
            dbapi_connection.execute("PRAGMA foreign_keys = ON").close()

    return engine
