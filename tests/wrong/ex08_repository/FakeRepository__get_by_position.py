"""The key is taken for the place in the order of creation, which it is until one is deleted.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def get(self, key):
        if not isinstance(key, int):
            return self.objects.get(key)
        found = [*self.objects.values()]
        return found[key - 1] if 0 < key <= len(found) else None
