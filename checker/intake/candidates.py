"""Which of the files handed in is meant for an exercise: by its name, and by what stands in it; told where need be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from checker.intake.definitions import Definitions, definitions
from checker.intake.exercises import Exercises, plain
from checker.intake.naming import EARLIER, Named, latest_of
from checker.intake.not_python import no_python
from workbook.files.exercise import MAIN

MOST_TEXT = 400_000  # bytes of a file that is compared
MOST_READ = 60  # files that are read for what is in them, where no name says it
MOST_NAMED = 4


@dataclass
class Candidate:
    """A file, or a package's folder, that may be meant for the exercise `stem`."""

    path: PurePosixPath
    stem: str
    named: Named | None
    contents: dict[str, bytes] = field(default_factory=dict)
    """By path within it; of a file the one under ""."""

    @property
    def package(self) -> bool:
        return "" not in self.contents

    @property
    def main(self) -> bytes:
        return self.contents.get("", self.contents.get(MAIN, b""))

    @cached_property
    def sources(self) -> list[str]:
        """Its Python files."""
        files = [content for name, content in sorted(self.contents.items()) if not name or name.endswith(".py")]
        return [content[:MOST_TEXT].decode("utf-8", "replace") for content in files]

    @cached_property
    def text(self) -> str:
        return "\n\n".join(self.sources)[:MOST_TEXT]

    @cached_property
    def defines(self) -> Definitions:
        return definitions(self.sources)


@dataclass(frozen=True)
class Choice:
    """What was taken for an exercise, and what the learner and the instructor are told of it, or ""."""

    stem: str
    taken: Candidate
    told: str = ""
    passed_over: tuple[Candidate, ...] = ()

    def targets(self) -> Iterator[tuple[PurePosixPath, PurePosixPath]]:
        """Its files, and what they are called where they are laid out."""
        for name in self.taken.contents:
            if self.taken.package:
                yield self.taken.path / name, PurePosixPath(self.stem, name)
            else:
                yield self.taken.path, PurePosixPath(f"{self.stem}.py")


class TwoMeant(Exception):
    """Two files could be meant, and differ; the message names both."""


def choose(
    stem: str, by_name: list[Candidate], others: Callable[[], list[Candidate]], exercises: Exercises
) -> Choice | None:
    """The one that is meant for `stem`, or None.  Raises TwoMeant.

    `others` are files whose names say nothing, or name another exercise.
    """
    by_name = [each for each in by_name if not exercises.is_of_another(stem, each.defines)]
    # "ex01_engine_helpers.py" is no answer, and comes along
    by_name = _rather(by_name, lambda each: bool(each.named and each.named.exact) or _defines(stem, each, exercises))

    def solved(found: list[Candidate]) -> list[Candidate]:
        return [each for each in found if not exercises.is_untouched(stem, each.text, each.defines)]

    best = solved(by_name)
    files = {each.path for each in best if not each.package}
    # where both stand there, the file counts, as `Exercise` has it
    best = [each for each in best if not (each.package and each.path.with_name(f"{stem}.py") in files)]
    best = _rather(best, lambda each: not no_python(each.main))
    best = _rather(best, lambda each: _defines(stem, each, exercises))
    best = _rather(best, lambda each: not (each.named and EARLIER & {*each.named.rest}))
    if not best or all(no_python(each.main) for each in best):
        held = held_by(stem, others(), exercises)
        best = solved(held) or best or ([] if by_name else held)
    # every hole is there still, perhaps behind what was written: then rather the one that was changed
    best = best or _rather(by_name, lambda each: not exercises.is_as_handed_out(stem, each.text))
    best = _each_once(best)
    if latest := latest_of(each.path for each in best):
        best = [each for each in best if each.path == latest]
    if not best:
        return None
    if len(best) > 1 and not exercises.is_untouched(stem, best[0].text, best[0].defines):
        paths, name = some([each.path for each in best]), exercises.called(stem)
        raise TwoMeant(f"{paths} could both be meant for {name}: hand in one of them.")
    taken = best[0]
    over = tuple(each for each in by_name if each is not taken)
    return Choice(stem, taken, _told(stem, taken, over, exercises), over)


def held_by(stem: str, others: list[Candidate], exercises: Exercises) -> list[Candidate]:
    """Those that hold this exercise, though no name says so; where none holds it wholly, the only one that may."""
    functions = exercises.functions(stem)
    others = [each for each in others if stem in exercises.packages or not each.package]
    whole = [each for each in others if not each.stem and functions and functions <= each.defines.made]
    held = _each_once([each for each in others if holds(stem, each, exercises)])
    return whole or (held if len(held) == 1 else [])


def holds(stem: str, each: Candidate, exercises: Exercises) -> Collection[str]:
    """What a file or package holds of this exercise; a little will do where its name names one that it is not."""
    misnamed = each.stem and exercises.is_of_another(each.stem, each.defines)
    return exercises.holds_any(stem, each.defines) if misnamed else exercises.holds(stem, each.defines)


def _rather(found: list[Candidate], good: Callable[[Candidate], bool]) -> list[Candidate]:
    return [each for each in found if good(each)] or found


def _defines(stem: str, each: Candidate, exercises: Exercises) -> bool:
    functions = exercises.functions(stem)
    return not functions or bool(functions & each.defines.made)


def _each_once(found: list[Candidate]) -> list[Candidate]:
    """Each text once: the one with the right name, and the least deep, stands for its copies."""
    once: dict[str, Candidate] = {}
    for each in sorted(found, key=_rank):
        once.setdefault(plain(each.text), each)
    return list(once.values())


def _rank(each: Candidate) -> tuple[bool, bool, int, str]:
    exact = each.named is not None and each.named.exact
    return not each.stem, not exact, len(each.path.parts), str(each.path)


def _told(stem: str, taken: Candidate, over: tuple[Candidate, ...], exercises: Exercises) -> str:
    name = f"{stem}/" if taken.package else f"{stem}.py"
    exact = taken.path.name == (stem if taken.package else f"{stem}.py")
    folders = taken.path.parts[:-1]
    inner = any(part.lower().endswith((".zip", ".gz", ".tgz", ".tar", ".xz", ".bz2")) for part in folders)
    far = len(folders) > 1 and folders[-1] != "exercises"
    differing = [each for each in over if plain(each.text) != plain(taken.text)]
    untouched = all(exercises.is_untouched(stem, each.text, each.defines) for each in differing)
    what = "as it was handed out" if untouched else "another"
    beside = f", and not {some([each.path for each in differing])} ({what})" if differing else ""
    if exact and not (inner or far or beside):
        return ""
    why = " by the functions in it" if taken.stem != stem else ""
    shown = f"{taken.path / MAIN}, with what stands beside it," if taken.package and why else taken.path
    return f"{shown} was taken for {name}{why}{beside}."


def some(paths: Sequence[PurePosixPath | str]) -> str:
    """Two paths, or four and how many more, in words."""
    shown = [str(path) for path in paths[:MOST_NAMED]]
    if len(paths) > MOST_NAMED:
        return f"{', '.join(shown)} and {len(paths) - MOST_NAMED} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
