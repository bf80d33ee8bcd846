"""Rounded up as the float has it.

Caught by: test_whole_numbers_stay_whole
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return max(1, math.ceil(per_second * seconds_held * (1 + spare)))
