"""All that share the first column of a key of two are deleted.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def delete(self, obj):
        def first(key):
            return key[0] if isinstance(key, tuple) else key

        self.objects = {key: each for key, each in self.objects.items() if first(key) != first(key_of(obj))}
