"""A use counts at its last moment, too.

Caught by: test_given_back_at_the_same_moment
"""


def size_from(samples):

    return max((sum(out <= at <= back for out, back in samples) for at, _ in samples), default=0)
