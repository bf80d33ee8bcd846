"""setattr knows no misspelling.

Caught by: test_a_fake_updates_these_values
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        for name, value in values.items():
            setattr(obj, name, value)
        return obj
