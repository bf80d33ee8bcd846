"""A connection is given out without a look whether it lives.

Caught by: test_connections_that_have_died
"""

def engine_for(database_url: str) -> AsyncEngine:
    return make_engine(database_url, pool_size=10, max_overflow=0)
