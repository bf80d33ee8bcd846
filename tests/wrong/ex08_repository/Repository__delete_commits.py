"""A commit in a repository.

Caught by: test_update_and_delete_leave_the_commit_to_the_caller
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        await self.session.delete(obj)
        await self.session.commit()
