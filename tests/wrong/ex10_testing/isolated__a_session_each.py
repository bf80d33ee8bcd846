"""A transaction for each session, rolled back at its end: the next session sees nothing of it.

Caught by: test_what_is_committed_inside_can_be_seen_inside
"""


@asynccontextmanager
async def isolated(engine):
    class Undone(AsyncSession):
        async def commit(self):
            await self.flush()

    yield async_sessionmaker(engine, class_=Undone, expire_on_commit=False)
