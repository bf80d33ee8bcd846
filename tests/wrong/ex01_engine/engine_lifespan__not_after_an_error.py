"""Disposes only when the block ended well.

Caught by: test_the_engine_is_disposed_of_after_an_error
"""


@asynccontextmanager
async def engine_lifespan(url):
    engine = make_engine(url)
    yield engine
    await engine.dispose()
