"""Walks through the samples as they come, as if they were in order.

Caught by: test_the_most_at_the_same_time
"""


def size_from(samples):

    most, open_until = 0, []
    for taken, back in samples:
        open_until = [until for until in open_until if until > taken] + [back]
        most = max(most, len(open_until))
    return most
