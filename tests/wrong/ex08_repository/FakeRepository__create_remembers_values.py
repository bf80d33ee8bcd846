"""Remembers every value that was ever used.

Caught by: test_a_fake_knows_when_a_value_is_free
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        used = self.__dict__.setdefault("used", set())
        for name in self.unique:
            if values.get(name) is not None and (name, values[name]) in used:
                raise NotUnique(name, values[name])
            used.add((name, values.get(name)))
        return await super().create(**values)
