"""Calls dispose() without await.

Caught by: test_the_engine_is_disposed_of
"""


@asynccontextmanager
async def engine_lifespan(url):
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
