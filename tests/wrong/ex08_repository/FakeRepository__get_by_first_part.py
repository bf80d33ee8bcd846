"""Of a key of two columns the first one is compared.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def get(self, key):
        if not isinstance(key, tuple):
            return self.objects.get(key)
        return next((obj for each, obj in self.objects.items() if each[0] == key[0]), None)
