"""Looks at the dialect alone: another driver's URL becomes one of asyncpg.

Caught by: test_another_database_is_refused
"""


def async_url(url: str) -> str:
    name, separator, rest = url.partition("://")
    if name in TWINS.values():
        return url
    dialect = name.partition("+")[0]
    if dialect not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    return TWINS[dialect] + separator + rest
