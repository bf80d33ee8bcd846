"""Refused, and with an error that no service catches.

Caught by: test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        try:
            return await super().update(obj, **values)
        except NotUnique as error:
            raise ValueError(str(error)) from None
