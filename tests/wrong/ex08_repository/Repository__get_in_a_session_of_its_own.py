"""Another session knows nothing of what the caller has not committed.

Caught by: test_the_session_is_its_callers
"""


class Repository(Repository[T]):
    async def get(self, key):
        async with AsyncSession(self.session.bind) as session:
            return await session.get(self.model, key)
