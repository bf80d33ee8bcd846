"""Every request opens a connection of its own: twenty at once are twenty.

Caught by: test_two_hundred_requests
"""

from sqlalchemy.pool import NullPool


def engine_for(database_url: str) -> AsyncEngine:
    return make_engine(database_url, poolclass=NullPool)
