"""A counter knows nothing of keys that were given.

Caught by: test_a_fakes_new_key_is_nobodys
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        columns = inspect(self.model).primary_key
        if len(columns) == 1:
            name = inspect(self.model).get_property_by_column(columns[0]).key
            if name not in values:
                self.last = getattr(self, "last", 0) + 1
                setattr(obj, name, self.last)

        key = key_of(obj)
        if key in self.objects:
            raise NotUnique("key", key)
        for name in self.unique:
            value = getattr(obj, name)
            if value is not None and any(getattr(other, name) == value for other in self.objects.values()):
                raise NotUnique(name, value)
        self.objects[key] = obj
        return obj
