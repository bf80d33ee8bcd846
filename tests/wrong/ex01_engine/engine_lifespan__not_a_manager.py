"""Is a plain generator: the decorator is missing.

Caught by: test_the_engine_works_inside
"""


async def engine_lifespan(url):
    engine = make_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()
