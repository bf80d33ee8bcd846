"""Returns an engine from an `async with` that is over.

Caught by: test_the_engine_works_inside
"""


async def engine_lifespan(url):
    engine = make_engine(url)
    await engine.dispose()
    return engine
