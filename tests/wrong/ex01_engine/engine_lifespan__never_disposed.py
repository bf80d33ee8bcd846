"""Forgets to dispose of the engine.

Caught by: test_the_engine_is_disposed_of, test_the_engine_is_disposed_of_after_an_error
"""


@asynccontextmanager
async def engine_lifespan(url):
    yield make_engine(url)
