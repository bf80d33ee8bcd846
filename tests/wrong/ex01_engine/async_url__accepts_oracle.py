"""Lets a name it does not know through.

Caught by: test_another_database_is_refused
"""


def async_url(url):
    name, separator, rest = url.partition("://")
    return TWINS.get(name, name) + separator + rest
