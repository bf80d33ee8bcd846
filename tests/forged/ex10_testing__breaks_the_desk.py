"""Asks in a form that no desk can read: the judge's side is not to break.

Told as: wrong, not an answer
"""


async def test_break(shop):
    await shop._ask({"nothing": "at all"})
