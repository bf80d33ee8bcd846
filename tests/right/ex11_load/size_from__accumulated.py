"""Running sums, with itertools."""


from itertools import accumulate


def size_from(samples):

    changes = [(back, -1) for _, back in samples]
    changes += [(taken, +1) for taken, _ in samples]
    changes.sort()
    return max(accumulate(change for _, change in changes), default=0)
