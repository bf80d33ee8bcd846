"""Each unique attribute is a rule of its own, and not all of them together.

Caught by: test_a_fake_knows_each_unique_attribute
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        columns = inspect(self.model).primary_key
        if len(columns) == 1:
            name = inspect(self.model).get_property_by_column(columns[0]).key
            if name not in values:
                setattr(obj, name, max((k for k in self.objects), default=0) + 1)

        key = key_of(obj)
        if key in self.objects:
            raise NotUnique("key", key)
        if self.unique and any(all(getattr(o, n) == getattr(obj, n) is not None for n in self.unique) for o in self.objects.values()):
            raise NotUnique(self.unique[0], getattr(obj, self.unique[0]))
        self.objects[key] = obj
        return obj
