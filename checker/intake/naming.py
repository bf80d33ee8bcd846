"""What a file's name says of the exercise it is for, and of the person it is from.

Names are written by people and browsers: "ex01_engine (1).py", "Copy of EX01-Engine.PY", "ana_ex01_engine.py.txt".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

ENDINGS = (".py", ".py.txt", ".py.py", ".pyw", ".py.download", ".py_", ".py.bak", ".txt", "")
WORDS = re.compile(r"[^\W_]+")
EARLIER = {"old", "older", "backup", "bak", "draft", "orig", "original", "wip", "unfinished", "previous", "stub"}
NO_NAMES = EARLIER | {
    *("copy", "of", "kopie", "copie", "copia", "von", "de", "final", "finished", "done", "new", "newest", "latest"),
    *("last", "late", "really", "v", "version", "fixed", "fix", "solution", "solved", "submission", "submitted"),
    *("answer", "answers", "mine", "my", "the", "py", "txt", "download", "lab", "homework", "hw", "exercise"),
    *("attempt", "resubmission", "resubmit", "try", "again", "finale", "endgültig", "lösung"),
}
NUMBER = re.compile(r"[vV]?\d+")
TESTS = {"test", "tests", "conftest"}
# folders that Teams and Schoology make: "Version 2", "Revision 2 - On time"
ATTEMPT = re.compile(r"((?:version|revision|attempt|submission)[ _-]*)(\d{1,9})(?!\d).*", re.I | re.S)


@dataclass(frozen=True)
class Named:
    """What a file's name says of the exercise it is for."""

    stem: str
    exact: bool
    rest: tuple[str, ...] = ()
    """The words besides, in small letters."""
    person: str = ""
    """The name of a person among them, as it is written."""


def named(file_name: str, stems: Iterable[str]) -> Named | None:
    """The exercise that a file's (or a package's) name names, or None."""
    for stem in stems:
        if file_name in (f"{stem}.py", stem):
            return Named(stem, exact=file_name != stem)
    name = unicodedata.normalize("NFC", file_name)
    lower = name.lower()
    if len(lower) != len(name):  # some letters have more in small: none of ours
        name = lower
    ending = next(each for each in ENDINGS if lower.endswith(each))
    base, lower = name[: len(name) - len(ending)], lower[: len(lower) - len(ending)]
    for stem in stems:
        found = _pattern(stem).search(lower)
        if found is None or (ending in (".txt", "") and "." in base[found.end() :]):
            continue
        before, after = base[: found.start()], base[found.end() :]
        words = tuple(word.lower() for word in WORDS.findall(f"{before} {after}"))
        if TESTS & {*words}:
            return None
        words += ("bak",) * (ending == ".py.bak")
        return Named(stem, exact=False, rest=words, person=_person(before) or _person(after))
    return None


def _pattern(stem: str) -> re.Pattern[str]:
    words = r"[\W_]+".join(map(re.escape, stem.split("_")))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W\d_])")


def _person(text: str) -> str:
    """What is left of a part of a name without the words that browsers, systems and haste add."""
    text = re.sub(r"\(\d+\)|\[\d+\]", " ", text)
    kept = text.strip(" _-.+~,;:()[]")
    words = [word for word in WORDS.findall(kept) if word.lower() not in NO_NAMES and not NUMBER.fullmatch(word)]
    if not words:
        return ""
    for word in WORDS.findall(kept):  # "Copy of ana": what is no name goes from the ends
        if word in words:
            break
        kept = kept[kept.index(word) + len(word) :]
    for word in reversed(WORDS.findall(kept)):
        if word in words:
            break
        kept = kept[: kept.rindex(word)]
    return kept.strip(" _-.+~,;:()[]")


def latest_of(paths: Iterable[PurePosixPath]) -> PurePosixPath | None:
    """Of files in the numbered folders of one person's attempts, one in each, that in the last; or None."""
    numbers: dict[PurePosixPath, tuple[int, ...]] = {}
    alike: set[tuple[str, ...]] = set()
    for path in paths:
        found = [(part, ATTEMPT.fullmatch(part)) for part in path.parts[:-1]]
        numbers[path] = tuple(int(its[2]) for _, its in found if its)
        deepest = max((at for at, (_, its) in enumerate(found) if its), default=-1)
        alike.add(tuple(its[1].lower() if its else part for part, its in found[: deepest + 1]))
    one_of_each = len(set(numbers.values())) == len(numbers) > 1
    return max(numbers, key=lambda path: numbers[path]) if one_of_each and len(alike) == 1 else None
