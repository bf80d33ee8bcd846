"""Whatever is empty between slashes is left out, so a file loses its place.

Caught by: test_a_file_keeps_its_path
"""


def async_url(url):
    name, _, rest = url.partition("://")
    if name in TWINS.values():
        return url
    if name not in TWINS:
        raise ValueError(f"no asyncio driver is known for {name!r}")
    return f"{TWINS[name]}://{rest.lstrip('/')}"
