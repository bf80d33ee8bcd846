"""On average, rounded up: right for a steady run, too few for any other.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples):

    if not samples:
        return 0
    span = max(back for _, back in samples) - min(taken for taken, _ in samples)
    return math.ceil(sum(back - taken for taken, back in samples) / span)
