"""A commit in a repository.

Caught by: test_update_and_delete_leave_the_commit_to_the_caller
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        await super().update(obj, **values)
        await self.session.commit()
        return obj
