"""Leaves the stub's `yield` at the end.

Caught by: test_the_engine_works_inside
"""


@asynccontextmanager
async def engine_lifespan(url):
    engine = make_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()
    yield
