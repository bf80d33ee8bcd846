"""Added and not sent: nobody knows the key.

Caught by: test_create_gives_the_key
"""


class Repository(Repository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        self.session.add(obj)
        return obj
