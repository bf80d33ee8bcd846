"""The number can only grow when one is taken: counts there."""


def size_from(samples):

    return max((sum(taken <= at < back for taken, back in samples) for at, _ in samples), default=0)
