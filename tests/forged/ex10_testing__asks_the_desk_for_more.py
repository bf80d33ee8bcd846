"""Calls what no contract has: the service's methods, its class, its database, another one's.

Told as: wrong, nobody noticed
"""

CALLS = ["__class__", "__doc__", "kind", "db", "run", "close", "create", "sell", "calls", "answer", "_process", "file"]


async def test_more(shop):
    await shop.add_book(1, 1)
    told = []
    for call in CALLS:
        for values in ({}, {"sql": "SELECT name FROM sqlite_master"}, {"self": 1}):
            for number in (0, -1, 10**9, "0", None):
                try:
                    told.append(await shop._ask({"call": call, "of": number, "with": {"$": "dict", "of": [*map(list, values.items())]}}))
                except Exception:
                    pass
    assert all("raises" in answer for answer in told), f"LOOKED {told}"
