"""One session that never commits in earnest: `commit` is a flush, and a rollback undoes all of the test.

Caught by: test_the_code_inside_rolls_back
"""


@asynccontextmanager
async def isolated(engine):
    class Flushing(AsyncSession):
        async def commit(self):
            await self.flush()

        async def close(self):
            pass

        async def end(self):
            await super().close()

    session = Flushing(engine, expire_on_commit=False)
    try:
        yield lambda: session
    finally:
        await session.end()
