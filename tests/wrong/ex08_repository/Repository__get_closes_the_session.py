"""The caller's session is closed behind the question, and its objects are nobody's.

Caught by: test_the_session_is_its_callers
"""


class Repository(Repository[T]):
    async def get(self, key):
        async with self.session as session:
            return await session.get(self.model, key)
