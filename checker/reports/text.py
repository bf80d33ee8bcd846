"""Learners' text made harmless where a format cannot hold it: control characters, and formulas in a spreadsheet."""

from __future__ import annotations

import re

# what XML 1.0 cannot hold, and what a terminal or a browser must not be given
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # Excel reads wide ones too

SEPARATED = re.compile('([;,|\t\n\r]\\s{0,3}"?)([' + re.escape("".join(FORMULA)) + "])")


def printable(text: str) -> str:
    """The text with a "�" for each control character, line ends and tabs kept, and lone surrogates spelt out."""
    return CONTROL.sub("�", text).encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(text: str) -> str:
    """The text as one line of a terminal: whatever is not printable, line ends among it, becomes a "�"."""
    return "".join(sign if sign.isprintable() else "�" for sign in printable(text))


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    One that begins like a formula gets an apostrophe; so does one that does behind a sign at which a spreadsheet of
    another country may part the line.
    """
    text = printable(text)
    return f"'{SEPARATED.sub(_apart, text)}" if text.lstrip(" ").startswith(FORMULA) else SEPARATED.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    return f"{found[1]}'{found[2]}"
