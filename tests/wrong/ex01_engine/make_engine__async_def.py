"""Is `async def` and connects before it returns.

Caught by: test_nothing_is_connected_at_first, test_the_pool_has_a_bound
"""


async def make_engine(url, pool_size=5):
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    async with engine.connect():
        return engine
