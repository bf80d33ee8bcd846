"""Refuses a URL that is asynchronous already.

Caught by: test_an_asyncio_url_is_left_alone
"""


def async_url(url):
    name, separator, rest = url.partition("://")
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    return TWINS[name] + separator + rest
