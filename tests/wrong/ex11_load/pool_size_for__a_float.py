"""A whole number that is a float.

Caught by: test_arrivals_times_time_held
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return max(1.0, float(math.ceil(round(per_second * seconds_held * (1 + spare), 9))))
