"""A CSV file with some cells changed, and every other byte as it was: its marks, quotes and line ends."""

from __future__ import annotations

import re
from collections.abc import Mapping

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def patched(content: bytes, delimiter: str, cells: Mapping[tuple[int, int], str]) -> bytes:
    """The content with these cells, by row and column from 0; rows that say nothing are not counted.

    The cells are to be ASCII that needs no quotes.
    """
    mark = next((mark for mark in (UTF_8_MARK, *UTF_16) if content.startswith(mark)), b"")
    encoding = UTF_16.get(mark, "latin-1")  # what parts cells is ASCII, in UTF-8 too: other bytes mean what they like
    text = content.removeprefix(mark).decode(encoding)
    return mark + "".join(_pieces(text, delimiter, cells)).encode(encoding)


def _pieces(text: str, delimiter: str, cells: Mapping[tuple[int, int], str]) -> list[str]:
    cell = re.compile(rf'("(?:[^"]|"")*"|[^{delimiter}\r\n]*)({delimiter}|\r\n|\r|\n|\Z)')
    done: list[str] = []
    row: list[str] = []
    number = at = 0
    while at < len(text) and (found := cell.match(text, at)):
        row.append(found[1])
        at = found.end()
        if found[2] == delimiter and at < len(text):
            continue
        if any(each not in ("", '""') for each in row):
            its = {column: value for (line, column), value in cells.items() if line == number}
            row += [""] * (max(its, default=0) + 1 - len(row))
            row = [its.get(column, each) for column, each in enumerate(row)]
            number += 1
        done.append(delimiter.join(row) + found[2])
        row = []
    return [*done, text[at:]]
