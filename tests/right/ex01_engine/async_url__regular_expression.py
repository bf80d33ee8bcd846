"""With a regular expression and a dictionary's own error."""

import re


def async_url(url):
    name = re.match(r"[^:]*", url)[0]
    twins = TWINS | {twin: twin for twin in TWINS.values()}
    try:
        return re.sub(r"^[^:]*", lambda _: twins[name], url, count=1)
    except KeyError:
        raise ValueError(f"what is {name}?") from None
