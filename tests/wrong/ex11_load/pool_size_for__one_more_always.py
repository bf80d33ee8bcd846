"""Cut off, and one more: a whole number gets one that it does not need.

Caught by: test_whole_numbers_stay_whole
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return int(round(per_second * seconds_held * (1 + spare), 9)) + 1
