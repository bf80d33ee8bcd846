"""A graded class as the reports see it: who is in it, what was checked, and each learner's results, one at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.reports.points import once
from checker.reports.roll import Person, Roll
from checker.reports.scoring import Adjustment, Scored, all_points, scored
from checker.wall.results import VERSION

Graded = dict[str, Any]
"""One learner's: `learner`, `fingerprint` of what was handed in, `results`, and `refused`: why not, or "".

`before`, if it is there, is what came of the checks when they last handed in something else.
"""

WAITING = "not graded yet"
GRADED, REFUSED, NO_FILE = "graded", "refused", "no file"
MISSING = "handed in nothing"
EARLIER, NOBODYS, SKIPPED = "earlier attempt", "not a submission", "skipped"
BECAME = (GRADED, REFUSED, NO_FILE, EARLIER, NOBODYS, SKIPPED, WAITING)
"""What an entry of the class's folder has become; the first three, and the last, of a learner too."""


@dataclass(frozen=True)
class Received:
    """An entry of the class's folder: whose it is, and what it is if it does not count (an EARLIER one, NOBODYS)."""

    entry: str
    learner: str = ""
    became: str = ""
    what: str = ""


@dataclass(frozen=True)
class Run:
    """One run over a class; `run` is what `run.json` says of it."""

    out: Path
    run: dict[str, Any]
    learners: list[str]
    """Their names, sorted."""
    text: Callable[[str], str]
    """A learner's files as they were handed in, without those that are the stub; "" where they are gone."""
    unconfined: str = ""
    entries: list[Received] = field(default_factory=list)
    """Everything that lies in the class's folder, sorted by name."""
    roll: Roll | None = None
    """Who is in the class, if a roster says it."""
    title: str = ""
    """The lab's."""
    returned: dict[str, str] = field(default_factory=dict)
    """By learner, what the name of a file begins with that is given back into the platform it came from."""
    checks: list[dict[str, Any]] = field(default_factory=list)
    """Every check: `exercise`, `function`, `check`, `sentence`, `points`, `misconception` and its `code`, in order."""
    adjustments: dict[str, list[Adjustment]] = field(default_factory=dict)
    """By learner, what the instructor has changed by hand."""

    def folder(self, learner: str) -> Path:
        """What is given back to a learner; what is kept of them, in `learners`, tells what the checks compare with."""
        return self.out / "feedback" / learner

    def kept(self, learner: str) -> Path:
        """What grading gave, as it is kept."""
        return self.out / "learners" / learner / "result.json"

    def graded(self, learners: Iterable[str] | None = None) -> Iterator[Graded]:
        """Each learner's results (of these, or of all), read in turn, so that a class of thousands needs no memory."""
        for learner in self.learners if learners is None else learners:
            graded = read(self.kept(learner))
            yield self.weighed(graded or {"learner": learner, "fingerprint": "", "refused": WAITING, "results": []})

    def weighed(self, graded: Graded) -> Graded:
        """The same as this run sees it: what each check is worth by its lab, and when it came by its roster."""
        person = self.roll.persons.get(graded["learner"]) if self.roll else None
        if person is not None:
            when, late = graded.get("handed_in") or person.handed_in, graded.get("late", False) or person.late
            graded = {**graded, "handed_in": when, "late": late}
        return {**graded} | {name: self._weighed(graded.get(name, ())) for name in ("results", "before")}

    def _weighed(self, results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {**result, "points": self._worth.get((result["exercise"], result["check"]), result["points"])}
            for result in results
        ]

    def score(self, graded: Graded) -> Scored:
        """What counts for a learner, in every report; `graded` as this run sees it (`graded()`, `weighed()`)."""
        return scored(graded["results"], self.adjustments.get(graded["learner"], ()))

    @property
    def possible(self) -> float:
        """All points that could be got."""
        return all_points(self.checks).total.possible

    def everybody(self) -> Iterator[tuple[Person | None, Graded]]:
        """Each learner and who that is by the roster, and after them those of the roster who handed in nothing."""
        persons = self.roll.persons if self.roll else {}
        for graded in self.graded():
            yield persons.get(graded["learner"]), graded
        for person in self.roll.missing if self.roll else ():
            yield person, {"learner": person.shown, "fingerprint": "", "refused": MISSING, "results": []}

    def shown(self, learner: str) -> str:
        """A learner's name as the roster has it, or as the entry of the folder is called."""
        person = self.roll.persons.get(learner) if self.roll else None
        return person.shown if person else learner

    def account(self, learner: str) -> str:
        """A learner's user name on the platform as the roster has it, or as the entry of the folder is called."""
        person = self.roll.persons.get(learner) if self.roll else None
        return person.user if person and person.user else learner

    @cached_property
    def _worth(self) -> dict[tuple[str, str], float]:
        return {(check["exercise"], check["check"]): check["points"] for check in self.checks}


def status(graded: Graded) -> str:
    """What a learner's submission has become: one of BECAME."""
    if not graded["refused"]:
        return GRADED
    if graded["refused"] in (WAITING, MISSING):
        return graded["refused"]
    return NO_FILE if graded.get("no_file") else REFUSED


def accounts(entries: Iterable[Received], statuses: dict[str, str]) -> tuple[list[Received], dict[str, int]]:
    """What has become of each entry, and how many have become what: these add up to the number of entries."""
    found = [each if each.became else replace(each, became=statuses.get(each.learner, WAITING)) for each in entries]
    counts = Counter(each.became for each in found)
    return found, {name: counts[name] for name in BECAME}


def read(path: Path) -> Graded | None:
    """What was kept of a learner, or None if there is nothing that this version can read."""
    try:
        graded = json.loads(path.read_text(encoding="utf-8"))
        if graded["version"] != VERSION:
            return None
        graded["results"] = once(graded["results"])
        return graded
    except (OSError, ValueError, KeyError, TypeError):
        return None
