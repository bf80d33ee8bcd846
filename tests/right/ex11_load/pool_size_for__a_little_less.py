"""A millionth less, then up."""


def pool_size_for(per_second, seconds_held, spare=0.2):

    in_use = per_second * seconds_held
    return max(math.ceil(in_use + in_use * spare - 1e-6), 1)
