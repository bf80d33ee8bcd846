"""A commit in a repository.

Caught by: test_create_leaves_the_commit_to_the_caller
"""


class Repository(Repository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        self.session.add(obj)
        await self.session.commit()
        return obj
