"""setattr knows no misspelling.

Caught by: test_create_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def create(self, **values):
        obj = self.model()
        for name, value in values.items():
            setattr(obj, name, value)
        self.session.add(obj)
        await self.session.flush()
        return obj
