"""The conditions are read by hand: left, operator, right."""


class FakeRepository(FakeRepository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        def value(obj, column):
            return getattr(obj, inspect(self.model).get_property_by_column(column).key)

        found = [self.objects[key] for key in sorted(self.objects)]
        for condition in where:
            found = [obj for obj in found if condition.operator(value(obj, condition.left), condition.right.value)]
        if order_by is not None:
            found = in_order(found, order_by)
        start = page * size - size
        return found[start : start + size]
