"""Sends the PRAGMA whenever a connection is taken out."""


def make_engine(url, pool_size=5):
    options = {"pool_size": pool_size, "max_overflow": 0, "pool_pre_ping": True, "pool_recycle": 1800}
    engine = create_async_engine(url, **options)

    def enforce(dbapi_connection, record, proxy):
        if engine.name == "sqlite":
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()

    event.listen(engine.sync_engine, "checkout", enforce)
    return engine
