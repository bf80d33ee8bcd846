"""Learners' text made harmless where a format cannot hold it: control characters, and formulas in a spreadsheet."""

from __future__ import annotations

import re

# what XML 1.0 cannot hold, and what a terminal or a browser must not be given
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # Excel reads wide ones too


def printable(text: str) -> str:
    """The text with a "�" for each control character, line ends and tabs kept, and lone surrogates spelt out."""
    return CONTROL.sub("�", text).encode("utf-8", "backslashreplace").decode("utf-8")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe."""
    text = printable(text)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
