"""Replaces the name wherever it stands in the text.

Caught by: test_only_the_name_changes
"""


def async_url(url):
    name = url.split("://")[0]
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    for old, new in {"postgres://": "postgresql://", "postgresql+psycopg2://": "postgresql://"}.items():
        url = url.replace(old, new)
    name = url.split("://")[0]
    return url.replace(name, TWINS[name])
