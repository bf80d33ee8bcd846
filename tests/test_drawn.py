"""The values a check draws: repeated by its seed, and no help to whoever has seen some of them."""

from __future__ import annotations

import random

from checker.judge.drawn import Drawn


def test_a_key_repeats_its_values_and_another_does_not():
    def drawn(key: str) -> list[float]:
        it = Drawn(key)
        return [
            it.random(),
            it.randrange(10**12),
            it.getrandbits(200),
            it.choice(range(1000)),
            *it.sample(range(99), 5),
        ]

    assert drawn("1 a") == drawn("1 a")
    assert drawn("1 a") != drawn("1 b")


def test_it_is_as_even_as_any():
    it = Drawn("even")
    found = [it.randrange(10) for _ in range(20_000)]
    assert all(1_800 < found.count(digit) < 2_200 for digit in range(10))
    assert 0.48 < sum(it.random() for _ in range(20_000)) / 20_000 < 0.52
    assert sorted(random.Random.sample(it, range(50), 50)) == list(range(50))


def test_its_state_cannot_be_taken_over_from_outside():
    it, other = Drawn("a"), Drawn("a")
    other.seed(5)
    assert it.random() == other.random()
