"""Moments are rounded to milliseconds.

Caught by: test_the_most_at_the_same_time
"""

def size_from(samples):
    events = sorted([(round(a, 3), 1) for a, _ in samples] + [(round(b, 3), -1) for _, b in samples])
    out = most = 0
    for _, d in events:
        out += d
        most = max(most, out)
    return most
