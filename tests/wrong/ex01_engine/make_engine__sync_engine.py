"""Returns the synchronous engine inside.

Caught by: test_nothing_is_connected_at_first, test_the_pool_has_a_bound
"""


def make_engine(url, pool_size=5):
    return create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True).sync_engine
