"""Descending by turning the whole list round: the ties are turned too.

Caught by: test_a_fake_lists
"""


class FakeRepository(FakeRepository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        found = [obj for _, obj in sorted(self.objects.items()) if all(holds(each, obj) for each in where)]
        if order_by is not None:
            column = order_by.element if hasattr(order_by, "element") else order_by
            found = in_order(found, column)
            if column is not order_by:
                found.reverse()
        return found[(page - 1) * size : page * size]
