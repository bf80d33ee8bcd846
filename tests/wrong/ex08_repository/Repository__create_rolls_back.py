"""A rollback of the session takes what the caller did outside of their savepoint along.

Caught by: test_a_refusal_in_a_savepoint
"""


class Repository(Repository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        self.session.add(obj)
        try:
            await self.session.flush()
        except IntegrityError:
            await self.session.rollback()
            raise
        return obj
