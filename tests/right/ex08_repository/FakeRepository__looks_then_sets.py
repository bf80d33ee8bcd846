"""One look at all unique values before anything is set."""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        unknown = [name for name in values if name not in inspect(self.model).attrs]
        if unknown:
            raise AttributeError(f"no such attribute: {unknown}")
        for other in self.objects.values():
            for name in self.unique:
                if other is not obj and values.get(name) is not None and getattr(other, name) == values[name]:
                    raise NotUnique(name, values[name])
        for name, value in values.items():
            setattr(obj, name, value)
        return obj
