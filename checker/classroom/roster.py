"""Reads a roster: a table with the usual columns, or the grade export of a learning platform.

Canvas' gradebook export has `Student, ID, SIS User ID, SIS Login ID, Section`, a row `Points Possible`, and perhaps
`Student, Test`, who is nobody (Instructure's guide "How do I export grades in the Gradebook?").  Moodle's grading
worksheet has `Identifier` ("Participant 123"), `Full name`, `Email address`, `Status`, `Grade`, `Maximum grade`,
`Last modified (submission)` and `Last modified (grade)` (mod/assign/feedback/offline in Moodle's source).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from checker.classroom.columns import KINDS, PARTICIPANT, STAFF
from checker.reports.roll import CANVAS, MOODLE, OTHER_TABLE, Person, Table

MOST = 10_000_000  # bytes of a roster
MOST_ABOVE = 4  # lines above the header


class NoRoster(Exception):
    """A file is no roster; the message is a sentence that says why."""


def read(file: Path) -> tuple[Table, list[Person]]:
    """The table, and its people in its order.  Raises NoRoster."""
    content = _content(file)
    header, rows, delimiter = table_of(file, content)
    words = [plain_name(name) for name in header]
    kinds = {name: [at for at, word in enumerate(words) if word in known] for name, known in KINDS.items()}
    if not any(kinds.values()):
        raise NoRoster(f"{file} is no roster: it needs a column name, email, id or user name, and has {_some(header)}.")
    form = OTHER_TABLE
    if {"student", "id", "section"} <= {*words}:
        form = CANVAS
    elif {"identifier", "grade", "last modified grade"} <= {*words}:
        form = MOODLE
    people = []
    for number, row in enumerate(rows):
        person = _person(number, row, words, kinds)
        role = row[words.index("role")].strip().casefold() if "role" in words else ""
        if person.shown and role not in STAFF and not (form == CANVAS and _is_nobody(person)):
            people.append(person)
    if not people:
        raise NoRoster(f"{file} names nobody.")
    once = {replace(person, row=0): person for person in reversed(people)}
    return Table(form, header, rows, delimiter, content), [
        each for each in people if once[replace(each, row=0)] is each
    ]


def table_of(file: Path, content: bytes) -> tuple[list[str], list[list[str]], str]:
    """The header of a CSV file, its rows, each as long as the header, and what parts its cells.  Raises NoRoster.

    Sakai's has a title above its header.
    """
    found, delimiter = rows_of(file, content)
    usual = set().union(*KINDS.values())
    above = (at for at, (_, row) in enumerate(found[: MOST_ABOVE + 1]) if usual & {*map(plain_name, row)})
    (_, header), *rows = found[next(above, 0) :]
    return header, [(row + [""] * len(header))[: max(len(header), len(row))] for _, row in rows], delimiter


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise NoRoster(f"{file} cannot be read ({problem.strerror}).") from None


def rows_of(file: Path, content: bytes | None = None) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a CSV file that say something, each with the line it begins on, and what parts their cells.

    There is at least one.  Raises NoRoster.
    """
    content = _content(file) if content is None else content
    if len(content) > MOST or content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NoRoster(f"{file} is no CSV file: save the table as CSV (UTF-8).")
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for row in reader:
            if any(row):
                rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error as problem:
        raise NoRoster(f"{file} is no CSV file: {problem}.") from None
    if not rows:
        raise NoRoster(f"{file} is empty.")
    return rows, delimiter


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def plain_name(text: str) -> str:
    """A column's name in small letters, its words apart."""
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))


def _person(number: int, row: list[str], words: list[str], kinds: dict[str, list[int]]) -> Person:
    def all_of(kind: str) -> list[str]:
        # "#" is Brightspace's, so that no spreadsheet takes leading zeros away
        return [value for at in kinds[kind] if (value := row[at].strip().removeprefix("'").removeprefix("#"))]

    def cell(word: str) -> str:
        return row[words.index(word)].strip() if word in words else ""

    whole = " ".join([*all_of("first")[:1], *all_of("last")[:1]])
    ids = [re.sub(r"^\D+ ?(?=\d+$)", "", value) if " " in value else value for value in all_of("id")]
    ids = [PARTICIPANT.sub("", value) for value in ids]
    when = cell("last modified submission")
    return Person(
        number,
        next(iter(all_of("name")), whole),
        next(iter(all_of("email")), ""),
        next(iter(all_of("user")), ""),
        tuple(dict.fromkeys(ids)),
        "" if when == "-" else when,
        re.search(r"\blate\b", cell("status")) is not None,
    )


def _is_nobody(person: Person) -> bool:
    return person.name.casefold() in ("points possible", "student, test", "test student") or not person.ids


def _some(header: list[str]) -> str:
    return ", ".join(repr(name.strip()[:30]) for name in header[:6])
