"""One counter for all fakes, which skips what is taken."""

import itertools

COUNT = itertools.count(1000)


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        mapper = inspect(self.model)
        names = [mapper.get_property_by_column(c).key for c in mapper.primary_key]
        if len(names) == 1 and names[0] not in values:
            setattr(obj, names[0], next(n for n in COUNT if n not in self.objects))

        key = key_of(obj)
        if key in self.objects:
            raise NotUnique("key", key)
        for name in self.unique:
            value = getattr(obj, name)
            if value is not None and any(getattr(other, name) == value for other in self.objects.values()):
                raise NotUnique(name, value)
        self.objects[key] = obj
        return obj
