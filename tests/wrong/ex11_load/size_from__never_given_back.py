"""Counts up and forgets to count down.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples):

    out = most = 0
    for _, change in sorted([(taken, 1) for taken, _ in samples] + [(back, 0) for _, back in samples]):
        out += change
        most = max(most, out)
    return most
