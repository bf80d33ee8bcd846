"""Raises KeyError where ValueError is asked for.

Caught by: test_another_database_is_refused
"""


def async_url(url):
    name, separator, rest = url.partition("://")
    return url if name in TWINS.values() else TWINS[name] + separator + rest
