"""Has more tests than anybody could run.

Told as: wrong, nobody runs
"""


class TestMany:
    async def test_one(self, shop):
        pass


for number in range(20_000):
    setattr(TestMany, f"test_{number}", TestMany.test_one)
