"""The name is replaced wherever it stands: in the user, the password, the query.

Caught by: test_only_the_name_changes
"""


def async_url(url):
    name = url.split("://")[0]
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    return url.replace(name, TWINS[name])
