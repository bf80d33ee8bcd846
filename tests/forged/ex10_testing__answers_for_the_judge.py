"""Tells the judge that its tests have failed and passed, and asks with a question's number.

Told as: wrong|raised
"""

import gc


async def test_forged_lines(shop):
    [line] = [it for it in gc.get_objects() if type(it).__name__ == "Line" and hasattr(it, "incoming")]
    for number in range(1_000):
        line.send({"id": number, "outcome": "returned", "value": None, "trace": {}, "told": number})
    line.send({"asks": "told", "call": "shelf", "of": 0, "with": {"$": "again", "of": 0}})
    await shop.add_book(1, 1)
