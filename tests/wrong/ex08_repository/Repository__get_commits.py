"""What the caller has done so far is committed, to have the newest.

Caught by: test_the_session_is_its_callers
"""


class Repository(Repository[T]):
    async def get(self, key):
        await self.session.commit()
        return await self.session.get(self.model, key)
