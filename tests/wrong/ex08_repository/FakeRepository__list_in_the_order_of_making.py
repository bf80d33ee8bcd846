"""Not sorted by key.

Caught by: test_a_fake_lists
"""


class FakeRepository(FakeRepository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        found = [obj for obj in self.objects.values() if all(holds(each, obj) for each in where)]
        if order_by is not None:
            found = in_order(found, order_by)
        return found[(page - 1) * size : page * size]
