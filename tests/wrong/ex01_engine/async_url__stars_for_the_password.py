"""Takes str() of a URL object, which hides the password.

Caught by: test_password_and_query_survive, test_only_the_name_changes
"""

from sqlalchemy.engine import make_url


def async_url(url):
    parsed = make_url(url)
    if parsed.drivername in TWINS.values():
        return url
    if parsed.drivername not in TWINS:
        raise ValueError(f"no asyncio driver is known for {parsed.drivername!r}")
    return str(parsed.set(drivername=TWINS[parsed.drivername]))
