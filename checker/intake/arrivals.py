"""Everything that lies in an instructor's folder: whose it is, and of what is nobody's, what it is.

An entry of the folder belongs to a learner's submission, is an earlier attempt of theirs, or is no submission; none is
left out.  The last of several attempts counts; what may be the same person is said, and never joined.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from checker.intake.attempts import Item, counting_of, told_of
from checker.intake.entries import Entry, Part, handed_out
from checker.intake.links import leads_elsewhere, trusted
from checker.intake.naming import named
from checker.intake.not_submissions import nobodys_file, nobodys_folder, skipped
from checker.intake.platforms import Said, is_archive, said, without_suffix
from checker.intake.spelling import same_name, spelt
from checker.intake.whole_classes import class_archive, class_folder
from checker.reports.roll import Person
from workbook.project import ROOT

SKIPPED = "skipped"
AGAIN = re.compile(r" ?\(?\b\d{1,3}\)?$")  # what systems add to a name that is there already
MOST_STUB = 100_000  # bytes of a file that may be an exercise as it is handed out


@dataclass(frozen=True)
class Arrived:
    """What lies in the folder: `entries`, sorted by learner; `earlier` attempts and `others`, by their names there."""

    entries: list[Entry]
    earlier: list[tuple[str, str]] = field(default_factory=list)
    """Whose attempt it is that does not count."""
    others: list[tuple[str, str]] = field(default_factory=list)
    """What it is, if it is no submission; "skipped" for what systems and tools leave."""
    owners: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    """Whose entry it is, by its name, where the platform's list of them says so: one person, or a group."""

    def beside(self, report: Path) -> Arrived:
        """The same, where this run writes `report` into the folder, whether it is there yet or not."""
        name = spelt(report.name)
        others = [(each, what) for each, what in self.others if each != name]
        mine = [entry for entry in self.entries if entry.path != report]
        return replace(self, entries=mine, others=[*others, (name, "the report of this run")])

    def of(self, owners: dict[str, tuple[Person, ...]]) -> Arrived:
        """The same, where the platform's own list says whose each entry is, and when it came."""
        entries = [
            replace(entry, handed_in=entry.handed_in or its[0].handed_in)
            if (its := owners.get(entry.path.name, ()))
            else entry
            for entry in self.entries
        ]
        return replace(self, entries=entries, owners=owners)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def entries(folder: Path) -> Arrived:
    """All that is in `folder`.  Raises OSError if it cannot be listed."""
    others: list[tuple[str, str]] = []
    items: dict[tuple[str, ...], list[Item]] = {}
    for path in sorted(folder.iterdir()):
        what = SKIPPED if skipped(path.name) else ""
        its = None if what else _received(path)
        if isinstance(its, Item):
            items.setdefault(its.key, []).append(its)
        else:
            others.append((spelt(path.name), what or str(its)))
    groups = [counting_of(group) for group in items.values()]
    taken = Counter(_short(counting[0]) for counting, _ in groups)
    found: list[Entry] = []
    earlier: list[tuple[str, str]] = []
    for counting, before in groups:
        found.append(_entry(counting, before, alone=taken[_short(counting[0])] == 1))
    found = _told_apart(found, [_short(counting[0]) for counting, _ in groups])
    for entry, (_, before) in zip(found, groups, strict=True):
        earlier += [(spelt(each.path.name), entry.learner) for each in before]
    return Arrived(sorted(found, key=lambda entry: entry.learner), earlier, others)


def _received(path: Path) -> Item | str:
    """The same whatever is odd about it: then it is somebody's, and refused when it is laid out."""
    try:
        return _read(path)
    except Exception:  # never the end of the whole class
        return Item(path, Said(), folder=False)


def _read(path: Path) -> Item | str:
    """Whose it is, or what it is."""
    if path.is_symlink() and path.resolve().parent == path.parent.resolve():
        return f"a link to {spelt(path.resolve().name)}"
    says = said(path.name)
    if _is(path, stat.S_ISDIR):
        says = Said() if says.form == "Canvas" else says  # its download is flat
        return _nobodys_folder(path) or Item(path, says, folder=True)
    if not _is(path, stat.S_ISREG):
        return "a link that leads nowhere" if path.is_symlink() else "neither a file nor a folder"
    if says.form or says.attempt:
        return Item(path, says, folder=False)
    its = named(path.name, handed_out().texts)
    if its is not None:
        return _nobodys_exercise(path, its.stem) or Item(path, replace(says, person=its.person), folder=False)
    its = named(f"{without_suffix(path.name)}.py", handed_out().texts)
    if its is not None and its.person:  # somebody's, be it a document, a notebook or an archive
        return Item(path, replace(says, person=its.person), folder=False)
    what = nobodys_file(path.name)
    if not what and is_archive(path.name):
        what = class_archive(path)
    return what or Item(path, says, folder=False)


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    with suppress(OSError):  # a link that leads nowhere, or in a circle
        return kind(path.stat().st_mode)
    return False


def _nobodys_folder(path: Path) -> str:
    what = nobodys_folder(path.name)
    if not what and all((path / name).exists() for name in ("grades.csv", "results.json", "learners")):
        what = "an earlier report"
    return what


def _nobodys_exercise(path: Path, stem: str) -> str:
    """What a lone exercise file without a person's name is, if it is ours."""
    if path.name != f"{stem}.py" or path.stat().st_size > MOST_STUB:
        return ""
    for folder, what in (("solutions", "the solution"), ("exercises", "the exercise as it is handed out")):
        ours = ROOT / folder / path.name
        with suppress(OSError):
            if ours.is_file() and ours.read_bytes() == path.read_bytes():
                return what
    return ""


def _short(item: Item) -> str:
    """A learner's name, where nobody else has it."""
    says = item.says
    if says.person and (says.form or says.attempt):
        return spelt(f"{says.person} ({says.number})" if says.number else says.person)
    if says.person:
        return spelt(says.person)
    return spelt(item.path.name if item.folder or not is_archive(item.path.name) else without_suffix(item.path.name))


def _entry(counting: list[Item], before: list[Item], alone: bool) -> Entry:
    first, says = counting[0], counting[0].says
    name = _short(first)
    if not alone and not first.folder:
        name = spelt(first.path.name)
    parts = tuple(Part(each.path, each.says.file or each.path.name) for each in counting)
    late = any(each.says.late for each in counting)
    parts = parts if len(parts) > 1 or not first.folder else ()
    refused = class_folder(first.path) if first.folder and not parts else ""
    if any(leads_elsewhere(each.path, trusted()) for each in counting):
        refused = "it is a link that somebody else made, or one to another's files: hand in the files themselves."
    when = max((each.says.handed_in for each in counting), default="")
    return Entry(
        name, first.path, parts, told_of(counting, before), late=late, handed_in=when, said=says, refused=refused
    )


def _looks(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _in_order(name: str) -> str:
    """ "Ana Silva", also where it is written "Silva, Ana"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def _told_apart(found: list[Entry], shorts: list[str]) -> list[Entry]:
    """No two of one name; and what may be the same person, by the names in `shorts`, is said of both."""
    used: set[str] = set()
    named_once: list[Entry] = []
    for entry in found:
        name, number = entry.learner, 2
        while name in used:
            name, number = f"{entry.learner} ({number})", number + 1
        used.add(name)
        named_once.append(replace(entry, learner=name))
    plain = [same_name(_in_order(without_suffix(short))) for short in shorts]
    keys = [base if (base := AGAIN.sub("", name)) in plain else name for name in plain]  # "ana 1" where there is "ana"
    alike: dict[str, list[str]] = {}
    for entry, key in zip(named_once, keys, strict=True):
        alike.setdefault(key, []).append(entry.learner)
    result = []
    for entry, key in zip(named_once, keys, strict=True):
        its = [name for name in alike[key] if name != entry.learner]
        hint = f"may be the same person as {', '.join(its[:3])}"
        if _looks(entry.learner) in map(_looks, its):
            hint += ", whose name is written with other Unicode characters"
        result.append(replace(entry, hints=(hint,)) if its else entry)
    return result
