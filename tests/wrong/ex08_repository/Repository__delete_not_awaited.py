"""`session.delete` is a coroutine.

Caught by: test_delete_this_one
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        self.session.delete(obj)
        await self.session.flush()
