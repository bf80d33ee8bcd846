"""Always a fifth, whatever is given.

Caught by: test_spare_is_a_part
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return max(1, math.ceil(round(per_second * seconds_held * 1.2, 9)))
