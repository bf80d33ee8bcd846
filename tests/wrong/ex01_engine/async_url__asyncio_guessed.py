"""Lets through whatever name sounds asynchronous.

Caught by: test_another_database_is_refused
"""


def async_url(url: str) -> str:
    name, _, rest = url.partition("://")
    if "async" in name or "aio" in name:
        return url
    if name not in TWINS:
        raise ValueError(name)
    return f"{TWINS[name]}://{rest}"
