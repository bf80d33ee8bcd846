"""Of what happens at the same moment, the check-out first.

Caught by: test_given_back_at_the_same_moment
"""


def size_from(samples):

    out = most = 0
    moments = [(taken, 0, 1) for taken, _ in samples] + [(back, 1, -1) for _, back in samples]
    for _, _, change in sorted(moments):
        out += change
        most = max(most, out)
    return most
