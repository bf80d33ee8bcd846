"""What does not fit any more is cut off.

Caught by: test_arrivals_times_time_held
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    return max(1, int(per_second * seconds_held * (1 + spare)))
