"""In fractions of what is written, not of what a float makes of it."""


from fractions import Fraction


def pool_size_for(per_second, seconds_held, spare=0.2):

    needed = Fraction(str(per_second)) * Fraction(str(seconds_held)) * (1 + Fraction(str(spare)))
    return max(1, math.ceil(needed))
