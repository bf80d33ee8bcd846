"""The names of columns are taken for all names there are: an order cannot be created with its lines.

Caught by: test_create_with_related_objects
"""


class Repository(Repository[T]):
    async def create(self, **values):
        for name in values:
            if name not in inspect(self.model).columns:
                raise TypeError(f"{self.model.__name__} has no {name!r}")
        return await super().create(**values)
