"""Not made for a run in which nobody came.

Caught by: test_one_use_or_none
"""


def size_from(samples):

    return max(sum(out <= at < back for out, back in samples) for at, _ in samples)
