"""A heap of those that are out, by when they come back."""


import heapq


def size_from(samples):

    out = []
    most = 0
    for taken, back in sorted(samples):
        while out and out[0] <= taken:
            heapq.heappop(out)
        heapq.heappush(out, back)
        most = max(most, len(out))
    return most
