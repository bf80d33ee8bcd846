"""Tries one name after the other, also inside the password.

Caught by: test_only_the_name_changes
"""


def async_url(url):
    name = url.split("://")[0]
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    for old, new in TWINS.items():
        url = url.replace(f"{old}://", f"{new}://")
    return url
