"""A pool has at least one, so a run has.

Caught by: test_one_use_or_none
"""


def size_from(samples):

    return max([1, *(sum(out <= at < back for out, back in samples) for at, _ in samples)])
