"""A list, searched from its beginning; the next key from a counter."""


from itertools import count


class FakeRepository(Generic[T]):
    def __init__(self, model, unique=()):
        self.model = model
        self.unique = list(unique)
        self._all = []
        self._numbers = count(1000)

    async def get(self, key):
        for obj in self._all:
            if key_of(obj) == key:
                return obj
        return None

    async def get_many(self, keys):
        return [await self.get(key) for key in keys]

    def _look(self, values, mine=None):
        for name in self.unique:
            value = values.get(name)
            if value is not None and any(getattr(obj, name) == value for obj in self._all if obj is not mine):
                raise IntegrityError("INSERT", values, Exception(f"{name} is taken"))

    async def create(self, **values):
        obj = self.model(**values)
        self._look(values)
        names = [inspect(self.model).get_property_by_column(each).key for each in inspect(self.model).primary_key]
        if len(names) == 1 and getattr(obj, names[0]) is None:
            setattr(obj, names[0], next(self._numbers))
        if await self.get(key_of(obj)) is not None:
            raise NotUnique(str(names), key_of(obj))
        self._all.append(obj)
        return obj

    async def update(self, obj, **values):
        if not set(values) <= set(inspect(self.model).attrs.keys()):
            raise AttributeError(str(values))
        self._look(values, mine=obj)
        for name in values:
            setattr(obj, name, values[name])
        return obj

    async def delete(self, obj):
        self._all.remove(obj)

    async def list(self, *where, order_by=None, page=1, size=20):
        found = sorted((obj for obj in self._all if all(holds(each, obj) for each in where)), key=key_of)
        found = in_order(found, order_by) if order_by is not None else found
        return found[size * (page - 1) :][:size]
