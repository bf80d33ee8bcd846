"""Ten connections in the pool, and the ten that it may open besides by itself.

Caught by: test_two_hundred_requests
"""


def engine_for(database_url: str) -> AsyncEngine:
    return make_engine(database_url, pool_size=10, pool_pre_ping=True)
