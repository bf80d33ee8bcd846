"""With a stack of exits, and an engine of its own."""

from contextlib import AsyncExitStack


@asynccontextmanager
async def engine_lifespan(url):
    async with AsyncExitStack() as stack:
        engine = create_async_engine(url)
        stack.push_async_callback(engine.dispose)
        yield engine
