"""Is `async def`, although nothing is awaited.

Caught by: test_the_name_becomes_its_twin
"""


async def async_url(url):
    name, separator, rest = url.partition("://")
    return TWINS[name] + separator + rest
