"""Half of the connections are overflow: one too many where the number is odd.

Caught by: test_the_pool_has_a_bound
"""


def make_engine(url: str, pool_size: int = 5) -> AsyncEngine:
    half = (pool_size + 1) // 2
    engine = create_async_engine(url, pool_size=half, max_overflow=half, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce(connection, record):
            connection.cursor().execute("PRAGMA foreign_keys=ON")

    return engine
