"""Marked and not sent.

Caught by: test_delete_this_one
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        await self.session.delete(obj)
