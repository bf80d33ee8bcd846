"""Looks once a second, and misses what is between.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples):

    end = math.ceil(max((back for _, back in samples), default=0))
    return max((sum(out <= at < back for out, back in samples) for at in range(end + 1)), default=0)
