"""What an entry's name says, in the forms of the learning platforms: who, which attempt, late or not, which file.

Pure: names in, facts out.  A form that is not known says nothing, and nothing is guessed between two people: a number
at the end of a name counts as an attempt only where a platform writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar")
OTHER_ARCHIVES = (".rar", ".7z", ".gz", ".bz2", ".xz", ".zst", ".lz", ".z", ".ace", ".arj", ".cab", ".iso", ".dmg")

RECEIPT = "Blackboard's receipt"

MOODLE = re.compile(r"(?P<person>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)", re.S)
BLACKBOARD = re.compile(
    r"(?P<person>.+)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|(?P<receipt>\.txt))?", re.S
)
BRIGHTSPACE = re.compile(
    r"(?P<number>\d+)-\d+ ?- ?(?P<person>.+?) ?- ?"
    r"(?P<when>(?:[A-Z][a-z]{2,8} \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}), \d{4},? \d{1,2}:?\d\d ?[AP]M)(?: - (?P<file>.+))?",
    re.S,
)
NBGRADER = re.compile(
    r"(?P<person>[^+]+)\+[^+]+\+(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?P<fraction>\.\d+)? UTC(?:\+.+)?", re.S
)
CANVAS = re.compile(r"(?P<person>.+?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.S | re.I)
CANVAS_TEXT = re.compile(
    r"(?P<person>.+?)(?P<late>_LATE)?_(?P<number>\d+)(?:_\d+)?_(?P<file>(?:text|link)\.html?)", re.S | re.I
)
SAKAI = re.compile(
    r"(?P<person>[^(),]+, [^(),]*[^(),\s])\((?P<number>[^()\s]+)\)(?:_Submission attachment\(s\)_(?P<file>.+))?", re.S
)
NUMBERED = re.compile(r"(?P<person>.+?)[ _-]+attempt[ _-]*(?P<attempt>\d+)", re.S | re.I)
AGAIN = re.compile(r"(?P<base>.+)-(?P<attempt>\d+)", re.S)


@dataclass(frozen=True)
class Said:
    """What a name says; "" and () where it says nothing."""

    form: str = ""
    """The platform whose form it is."""
    person: str = ""
    number: str = ""
    """The platform's own number of the person, or their user name there."""
    attempt: tuple[int, ...] = ()
    """Of two attempts the greater is the later."""
    handed_in: str = ""
    """When, as in "2026-11-01 10:00:00", in the platform's time."""
    late: bool = False
    file: str = ""
    """What the person called their file."""
    series: str = ""
    """Attempts follow one another within a series: for Canvas, the file's name without its "-1"."""


def said(name: str) -> Said:
    """What the name of a file or folder says."""
    for reads in (_moodle, _blackboard, _brightspace, _nbgrader, _sakai, _canvas, _numbered):
        found = reads(name)
        if found is not None:
            return found
    return Said()


def suffix(name: str) -> str:
    """The ending of an archive that is opened, ".tar.gz" as a whole, or of any other file; in small letters."""
    lower = name.lower()
    return next((each for each in ARCHIVES if lower.endswith(each) and lower != each), PurePosixPath(lower).suffix)


def is_archive(name: str) -> bool:
    """Whether a file is an archive that is opened."""
    return suffix(name) in ARCHIVES


def without_suffix(name: str) -> str:
    """The name without that ending."""
    return name[: len(name) - len(suffix(name))] or name


def _moodle(name: str) -> Said | None:
    found = MOODLE.fullmatch(name)
    if found is None:
        return None
    person, number, file = found["person"], found["number"], found["file"]
    return Said("Moodle", person, number, file=f"submission{file}" if file.startswith(".") else file)


def _blackboard(name: str) -> Said | None:
    found = BLACKBOARD.fullmatch(name)
    if found is None:
        return None
    when = tuple(map(int, found["when"].split("-")))
    # the assignment and the person are parted by what may stand in both: together they are who it is
    file = RECEIPT if found["receipt"] else found["file"] or ""
    return Said("Blackboard", found["person"], attempt=when, handed_in=_moment(when), file=file)


def _brightspace(name: str) -> Said | None:
    found = BRIGHTSPACE.fullmatch(name)
    if found is None:
        return None
    when = _date(found["when"])
    person, number, file = found["person"].strip(), found["number"], found["file"] or ""
    return Said("Brightspace", person, number, when, _moment(when), file=file) if when else None


def _nbgrader(name: str) -> Said | None:
    found = NBGRADER.fullmatch(name)
    if found is None:
        return None
    when = (*map(int, re.findall(r"\d+", found["when"])), int(float(found["fraction"] or 0) * 1e6))
    return Said("nbgrader", found["person"], attempt=when, handed_in=found["when"])


def _sakai(name: str) -> Said | None:
    found = SAKAI.fullmatch(name)
    return Said("Sakai", found["person"], found["number"], file=found["file"] or "") if found else None


def _canvas(name: str) -> Said | None:
    if text := CANVAS_TEXT.fullmatch(name):
        late = text["late"] is not None
        return Said("Canvas", text["person"], text["number"], late=late, file=text["file"], series="what was typed")
    found = CANVAS.fullmatch(name)
    if found is None:
        return None
    file = found["file"]
    if "." not in file:
        return None
    again = AGAIN.fullmatch(without_suffix(file))
    series = (again["base"] if again else without_suffix(file)) + suffix(file)
    attempt = int(again["attempt"][:9]) if again else 0
    late = found["late"] is not None
    return Said("Canvas", found["person"], found["number"], (attempt,), late=late, file=file, series=series)


def _numbered(name: str) -> Said | None:
    is_one = is_archive(name)
    found = NUMBERED.fullmatch(without_suffix(name) if is_one else name)
    if found is None:
        return None
    return Said("", found["person"], attempt=(int(found["attempt"][:9]),), file=name if is_one else "")


def _date(text: str) -> tuple[int, ...]:
    text = re.sub(r"(\d{1,2}):?(\d\d) ?([AP]M)$", r"\1:\2 \3", text.replace(",", ""))
    for form in ("%b %d %Y %I:%M %p", "%B %d %Y %I:%M %p", "%d %b %Y %I:%M %p", "%d %B %Y %I:%M %p"):
        try:
            moment = datetime.strptime(text, form)  # no time zone is given
        except ValueError:
            continue
        return (moment.year, moment.month, moment.day, moment.hour, moment.minute)
    return ()


def _moment(when: tuple[int, ...]) -> str:
    year, month, day, hour, minute, second, *_ = (*when, 0, 0, 0, 0, 0, 0)
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
