"""Builds the URL anew and forgets the query.

Caught by: test_password_and_query_survive
"""

from sqlalchemy.engine import make_url


def async_url(url):
    parsed = make_url(url)
    if parsed.drivername in TWINS.values():
        return url
    if parsed.drivername not in TWINS:
        raise ValueError(f"no asyncio driver is known for {parsed.drivername!r}")
    parsed = parsed.set(drivername=TWINS[parsed.drivername], query={})
    return parsed.render_as_string(hide_password=False)
