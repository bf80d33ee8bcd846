"""In decimals."""


from decimal import ROUND_CEILING, Decimal


def pool_size_for(per_second, seconds_held, spare=0.2):

    needed = Decimal(str(per_second)) * Decimal(str(seconds_held)) * (1 + Decimal(str(spare)))
    return int(max(Decimal(1), needed.to_integral_value(ROUND_CEILING)))
