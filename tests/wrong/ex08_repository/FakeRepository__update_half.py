"""One value after the other: half of them are set before the error.

Caught by: test_a_fake_updates_these_values, test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        for name, value in values.items():
            await super().update(obj, **{name: value})
        return obj
