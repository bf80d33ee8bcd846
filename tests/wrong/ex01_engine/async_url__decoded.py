"""Undoes the percent-encoding.

Caught by: test_password_and_query_survive
"""

from urllib.parse import unquote


def async_url(url):
    name, separator, rest = url.partition("://")
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    return TWINS[name] + separator + unquote(rest)
