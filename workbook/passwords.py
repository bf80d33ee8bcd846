"""Passwords inside of texts that are shown to somebody."""

from __future__ import annotations

import re

# up to the last @: in a URL that is wrong there may be several
OF_A_URL = re.compile(r"""(://[^\s:/@'"]*:)[^\s'"]*@""")


def without_passwords(text: str) -> str:
    """The text with `***` for the password of each URL in it, as `str(url)` of SQLAlchemy has it."""
    return OF_A_URL.sub(r"\1***@", text)
