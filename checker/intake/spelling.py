"""Names of learners as every file, report and terminal can hold them, and as people compare them."""

from __future__ import annotations

import hashlib
import os
import unicodedata

LONGEST = 200  # bytes: names of files have 255, and some is added


def spelt(name: str) -> str:
    """A name that can be shown, and be a folder's: cut, and what is not printable spelt out, as in "\\udcfc"."""
    shown = spelt_out(name).replace("/", "|").strip() or "(no name)"
    if shown in (".", ".."):
        shown = f"({shown})"
    if len(shown.encode()) <= LONGEST:
        return shown
    sign = hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
    return f"{shown.encode()[: LONGEST - 12].decode('utf-8', 'ignore')}…{sign}"


def spelt_out(text: str) -> str:
    """The text with whatever is not printable spelt out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def same_name(name: str) -> str:
    """What two spellings of one name have in common: composed letters, no capitals, one blank between words."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(plain.replace("_", " ").replace("-", " ").split())
