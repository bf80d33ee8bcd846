"""Leaves SQLite's foreign keys off.

Caught by: test_foreign_keys_on_every_connection
"""


def make_engine(url, pool_size=5):
    return create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
