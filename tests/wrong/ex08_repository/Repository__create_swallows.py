"""A refusal is turned into None.

Caught by: test_create_leaves_the_commit_to_the_caller
"""


class Repository(Repository[T]):
    async def create(self, **values):
        try:
            return await super().create(**values)
        except IntegrityError:
            await self.session.rollback()
            return None
