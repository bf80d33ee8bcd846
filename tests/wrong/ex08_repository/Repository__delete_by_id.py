"""`.id` is hard-wired.

Caught by: test_delete_this_one
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        from sqlalchemy import delete

        await self.session.execute(delete(self.model).where(self.model.id == obj.id))
