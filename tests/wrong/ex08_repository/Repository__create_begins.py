"""A transaction of its own, which commits.

Caught by: test_create_leaves_the_commit_to_the_caller
"""


class Repository(Repository[T]):
    async def create(self, **values):
        async with self.session.begin():
            obj = self.model(**values)
            self.session.add(obj)
        return obj
