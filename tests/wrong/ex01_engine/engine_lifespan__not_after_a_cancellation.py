"""It disposes of the engine after an Exception, and a cancellation is none.

Caught by: test_the_engine_is_disposed_of_after_an_error
"""


@asynccontextmanager
async def engine_lifespan(url):
    engine = make_engine(url)
    try:
        yield engine
    except Exception:
        await engine.dispose()
        raise
    await engine.dispose()
