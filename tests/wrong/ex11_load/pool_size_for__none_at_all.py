"""Nobody comes, so none.

Caught by: test_never_less_than_one
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return math.ceil(round(per_second * seconds_held * (1 + spare), 9))
