"""The rule of an article: twice the processors.

Caught by: test_arrivals_times_time_held
"""


def pool_size_for(per_second, seconds_held, spare=0.2):
    import os

    return 2 * (os.cpu_count() or 1)
