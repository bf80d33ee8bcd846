"""Yields a connection instead of the engine.

Caught by: test_the_engine_works_inside
"""


@asynccontextmanager
async def engine_lifespan(url):
    engine = make_engine(url)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
