"""Through a URL object, with the password shown."""

from sqlalchemy.engine import make_url


def async_url(url):
    parsed = make_url(url)
    if parsed.drivername in TWINS.values():
        return url
    if parsed.drivername not in TWINS:
        raise ValueError(f"no asyncio driver is known for {parsed.drivername!r}")
    return parsed.set(drivername=TWINS[parsed.drivername]).render_as_string(hide_password=False)
