"""A signalling NaN, which raises where it is compared: the check is to break, and not to be scored.

Told as: wrong, cannot be read
"""

from decimal import Decimal


async def count_books(engine):
    return Decimal('sNaN')
