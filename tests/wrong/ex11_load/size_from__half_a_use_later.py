"""Looks at the middle of each use only: (0, 10), (0, 4), (3.9, 8) are 3 at 3.95, and no middle lies there.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples: list[tuple[float, float]]) -> int:
    middles = [(taken + given) / 2 for taken, given in samples]
    return max((sum(taken <= moment < given for taken, given in samples) for moment in middles), default=0)
