"""Raises ValueError without saying which name.

Caught by: test_another_database_is_refused
"""


def async_url(url):
    name, separator, rest = url.partition("://")
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError("unsupported database")
    return TWINS[name] + separator + rest
