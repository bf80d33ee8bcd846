"""What counts of an entry, laid out in a clean folder of its own.

Names come from learners: whatever is odd about an entry is a `Refused` for that entry, and concerns nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from checker.intake import reading
from checker.intake.candidates import Choice, TwoMeant, choose, some
from checker.intake.copying import Target, copied, fingerprint
from checker.intake.entries import Entry, NoFile, Refused, handed_out
from checker.intake.members import MOST_BYTES, MOST_FILES, Member, is_odd
from checker.intake.misplaced import misplaced, told_of
from checker.intake.naming import named
from checker.intake.not_python import no_python
from checker.intake.nothing_found import found_instead, unopened
from checker.intake.platforms import is_archive
from checker.intake.projects import Projects
from checker.intake.shelf import Shelf
from checker.intake.spelling import spelt_out


@dataclass(frozen=True)
class LaidOut:
    """What was laid out: a fingerprint of it, and what is to be told, a sentence each."""

    fingerprint: str
    notes: list[str] = field(default_factory=list)


def lay_out(entry: Entry, into: Path, wanted: Iterable[str] = ()) -> LaidOut:
    """Copy the exercises of a submission, and what stands beside them, into the empty folder `into`.

    Of each exercise in `wanted` (all, if none is named) the one file or package that is meant is taken, wherever it
    stands and however its name was changed.  Raise NoFile if there is none; Refused where two could be meant, where it
    is no Python, for an archive that cannot be read or would leave its folder, for links, for more than 20 MB or 500
    files of what counts, and for whatever else goes wrong with this entry.  What stands beside is left out, and that is
    told, if it has an odd name, or is no Python and too much.
    """
    if entry.refused:
        raise Refused(entry.refused)
    try:
        with ExitStack() as stack:
            return _laid_out(entry, into, list(wanted) or list(handed_out().texts), stack)
    except Refused as problem:
        raise type(problem)(spelt_out(str(problem))) from None
    except TwoMeant as problem:
        raise Refused(spelt_out(str(problem))) from None
    except OSError as problem:
        raise Refused(f"it cannot be read: {problem.strerror or 'its data is broken'}.") from None
    except Exception as problem:  # never the end of the whole class
        raise Refused(f"it cannot be read ({type(problem).__name__}).") from None  # its text could name a path


def _laid_out(entry: Entry, into: Path, wanted: list[str], stack: ExitStack) -> LaidOut:
    found, problems = _gathered(entry, stack)
    projects = Projects([member.path for member in found])
    shelf = Shelf([member for member in found if not projects.hold(member.path)], list(handed_out().texts))
    chosen: dict[str, Choice] = {}
    for stem in wanted:
        choice = choose(stem, shelf.named(stem), lambda stem=stem: shelf.others(stem), handed_out())  # type: ignore[misc]
        if choice is not None:
            chosen[stem] = choice
    by_name = [each for stem in wanted for each in shelf.named(stem)]
    elsewhere = told_of(by_name, chosen, wanted, handed_out())
    if not found and entry.within:
        raise NoFile(f"There is nothing in it that is in {entry.within}/.")
    if not chosen:
        raise NoFile(found_instead([member.path for member in found], wanted, handed_out(), problems + elsewhere))
    broken = {stem: no_python(choice.taken.main) for stem, choice in chosen.items()}
    notes = [f"{chosen[stem].taken.path} {what}." for stem, what in broken.items() if what]
    if all(broken.values()):
        raise Refused(" ".join(notes))
    notes += [choice.told for choice in chosen.values() if choice.told] + elsewhere
    notes += _lacking(found, [stem for stem in wanted if stem not in chosen], projects, problems)
    aside = {each.path for each in misplaced(by_name, handed_out())}
    targets = [target for choice in chosen.values() for target in choice.targets()]
    beside = _beside(shelf, list(chosen.values()), projects, aside)
    if odd := [path for path, target in (*targets, *beside) if is_odd(target)]:
        notes.append(f"{some(odd)} {'was' if len(odd) == 1 else 'were'} left out: no file can have such a name here.")
    targets, beside = ([each for each in its if each[0] not in odd] for its in (targets, beside))
    names, left = copied(shelf, targets, beside, into)
    if left:
        limits = f"{MOST_BYTES // 10**6} MB and {MOST_FILES} files are taken"
        notes.append(f"{some(left)} {'was' if len(left) == 1 else 'were'} left out: of what is no Python, {limits}.")
    return LaidOut(fingerprint(into, names), [*map(spelt_out, notes)])


def _gathered(entry: Entry, stack: ExitStack) -> tuple[list[Member], list[str]]:
    """All files of an entry, those in archives one level down among them, and what of it could not be opened."""
    parts = entry.whole
    found: list[Member] = []
    problems: list[str] = []
    for part in parts:
        prefix = PurePosixPath(part.name) if len(parts) > 1 else None
        try:
            found += reading.of(part.path, part.name, stack, prefix, entry.within)
        except Refused as problem:
            if len(parts) == 1:
                raise
            problems.append(f"{part.name}: {problem}")
    of_archives = {part.name for part in parts if is_archive(part.name) and len(parts) > 1}
    inside, closed = reading.opened([each for each in found if not of_archives & {*each.path.parts}], stack)
    return sorted(found + inside, key=lambda member: member.path), problems + closed


def _lacking(found: list[Member], missing: list[str], projects: Projects, problems: list[str]) -> list[str]:
    """What is said where some of the exercises are not there, but what may hold them."""
    paths = [each.path for each in found if not projects.hold(each.path)]
    paths = [path for path in paths if path.suffix.lower() != ".ipynb" or named(f"{path.stem}.py", missing)]
    files = [handed_out().called(stem) for stem in missing]
    why = unopened(paths, files, problems) if missing else ""
    return [f"{some(files)} {'is' if len(files) == 1 else 'are'} not there.  {why}."] if why else []


def _beside(shelf: Shelf, chosen: list[Choice], projects: Projects, aside: set[PurePosixPath]) -> list[Target]:
    """What stands beside what was chosen, with what it is to be called, without what is put `aside`."""
    beside: list[Target] = []
    homes = {choice.taken.path.parent for choice in chosen}
    aside = aside.union(each.path for choice in chosen for each in (choice.taken, *choice.passed_over))
    for path in shelf.members:
        home = next((home for home in path.parents if home in homes), None)
        if home is None or path in aside or aside.intersection(path.parents) or not projects.stands_beside(path, home):
            continue
        if any(folder in shelf.members for folder in path.parents if home in folder.parents):
            continue  # in an archive, which comes along as it is
        beside.append((path, path.relative_to(home)))
    return beside
