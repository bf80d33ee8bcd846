"""A dict of the class: all fakes share one shop.

Caught by: test_a_fake_keeps_its_own_objects
"""


class FakeRepository(FakeRepository[T]):
    shared = {}

    def __init__(self, model, unique=()):
        self.model, self.unique, self.objects = model, unique, self.shared
