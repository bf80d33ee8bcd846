"""Each is compared with the one before it only.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples):

    most = out = 0
    before = float("-inf")
    for taken, back in sorted(samples):
        out = out + 1 if taken < before else 1
        most, before = max(most, out), back
    return most
