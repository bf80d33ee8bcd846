"""What a file that is handed in as Python is, when it is none: by its first bytes, in words a learner can act on."""

from __future__ import annotations

import re

HEAD = 4_000  # bytes that are looked at

MAGIC = (
    (b"PK\x03\x04", "is an archive or an office document, renamed: hand in the .py file itself"),
    (b"%PDF", "is a PDF, renamed: hand in the .py file itself"),
    (b"\x89PNG", "is a picture, renamed: hand in the .py file itself"),
    (b"\xff\xd8\xff", "is a picture, renamed: hand in the .py file itself"),
    (b"Rar!", "is a .rar archive, renamed: hand in the .py file itself"),
    (b"7z\xbc\xaf", "is a .7z archive, renamed: hand in the .py file itself"),
    (b"\x1f\x8b", "is a .gz archive, renamed: hand in the .py file itself"),
    (b"\xd0\xcf\x11\xe0", "is an office document: hand in the .py file itself, as plain text"),
    (b"{\\rtf", "is a document in rich text (RTF): save it as plain text"),
    (b"SQLite format 3", "is a database, renamed: hand in the .py file itself"),
    (b"bplist00", "is a bookmark or a settings file of macOS: hand in the .py file itself"),
    (b"version https://git-lfs", "is only a pointer of Git LFS: hand in the file that it stands for"),
)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
PAGE = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\b|html\b|head\b|body\b|\?xml\b)", re.I | re.S)
PATCH = re.compile(
    rb"\s*(?:diff --git |diff -\w+ |Index: \S|From [0-9a-f]{7,40} |commit [0-9a-f]{7,40}\s|--- \S.*\n\+\+\+ \S|"
    rb"\*\*\* \S.*\n--- \S)"
)
NOTEBOOK = re.compile(rb'\s*\{\s*"(?:cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:')


def no_python(content: bytes) -> str:
    """What it is and what to do about it, as in "is empty: …"; "" if it may well be Python."""
    head = content[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if not content.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        return "is empty: it was perhaps not saved, or the upload broke off.  Hand it in again"
    for magic, what in MAGIC:
        if head.startswith(magic):
            return what
    if head.startswith(WIDE) or _looks_wide(head):
        return "is saved as UTF-16: save it as UTF-8"
    if b"\0" in content:
        return "holds zero bytes, and so is no text: save it again as plain text, or hand in an earlier copy"
    if PAGE.match(head):
        return "is a web page, perhaps a login page that came in the place of the file: hand in the .py file itself"
    if PATCH.match(head):
        return "is a patch, which says only what was changed: hand in the whole file"
    if NOTEBOOK.match(head):
        return "is a notebook, renamed: copy your functions into the .py file, and hand in that"
    return ""


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without a mark: every second byte of English text is zero."""
    return len(head) > 8 and (head[1:200:2].count(0) > len(head[1:200:2]) * 0.8) != (
        head[0:200:2].count(0) > len(head[0:200:2]) * 0.8
    )
