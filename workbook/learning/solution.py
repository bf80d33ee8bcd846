"""Our solution beside the learner's, what each sent, and in one sentence how that differs: once they have earned it."""

from __future__ import annotations

import ast
import json
import subprocess
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.files.removing import passing_folder
from workbook.learning.hints import most_hints
from workbook.learning.judge import Judge, end
from workbook.learning.lessons import Lesson
from workbook.learning.progress import AGAIN, SOLVED, Progress
from workbook.learning.source import Definition, defined

SEED = "1"  # both meet the same rows
MOST_SHOWN, WIDTH = 8, 110


@dataclass(frozen=True)
class Answer:
    """One way to solve it: the `file` and the `code`, without its docstring, and the `statements` it sent in the check.

    Each statement has its `sql`, `rows` (of parameters), `fetched` and `where`; `passed` tells of that check.
    """

    file: str
    code: str
    statements: list[dict] = field(default_factory=list)
    passed: bool = True

    @property
    def fetched(self) -> int:
        return sum(max(0, each["fetched"]) for each in self.statements)

    def listing(self) -> list[str]:
        """The statements, numbered, each with the line that sent it."""
        told = [
            f"{number}. {textwrap.shorten(each['sql'], WIDTH, placeholder=' …')}  ({each['where']}, "
            f"{counted(max(0, each['fetched']), 'row')} fetched)"
            for number, each in enumerate(self.statements[:MOST_SHOWN], start=1)
        ]
        left = len(self.statements) - MOST_SHOWN
        return [*told, *([f"… and {left} more"] if left > 0 else [])] or ["no statement"]


@dataclass(frozen=True)
class Beside:
    """Two answers for one function; `sentence` is the check's in which both were watched, or "" if none sent any."""

    function: str
    ours: Answer
    yours: Answer
    sentence: str

    @property
    def difference(self) -> str:
        """One sentence on how they differ, from what each sent."""
        ours, yours = self.ours.statements, self.yours.statements
        if not self.sentence:
            return "Neither sent a statement from its own lines: compare how they read."
        numbered = list(enumerate(zip([each["sql"] for each in yours], [each["sql"] for each in ours]), start=1))  # noqa: B905
        at = next((number for number, (mine, theirs) in numbered if mine != theirs), min(len(ours), len(yours)) + 1)
        if len(yours) == len(ours) < at and self.yours.fetched == self.ours.fetched:
            return f"Both send the same {counted(len(ours), 'statement')}: the database sees no difference."
        told = f"Yours sends {counted(len(yours), 'statement')} and fetches {counted(self.yours.fetched, 'row')}"
        told += f", ours {len(ours)} and {self.ours.fetched}"
        if at > max(len(yours), len(ours)):
            return f"{told}, although the statements are the same."
        whose, its = ("yours", yours) if at <= len(yours) else ("ours", ours)
        sql = textwrap.shorten(its[at - 1]["sql"], 60, placeholder=" …")
        return f"{told}; the first that differs is number {at}, where {whose} has {sql}"

    def __str__(self) -> str:
        parts = [f"{self.function}(), ours and yours"]
        for name, answer in (("Ours", self.ours), ("Yours", self.yours)):
            parts += [f"{name}, {answer.file}:", textwrap.indent(answer.code, "    ")]
            if self.sentence:
                until = "" if answer.passed else ", until the check failed"
                parts += [f"It sent{until}:", textwrap.indent("\n".join(answer.listing()), "    ")]
        watched = [f"Watched in the check: {self.sentence}"] if self.sentence else []
        return "\n\n".join([*parts, *watched, self.difference])


def not_yet(root: Path, lesson: Lesson, function: str) -> str:
    """Why our solution is not to be shown, in a sentence; "" if it is."""
    if function not in lesson.functions:
        asked = f"{lesson.stem} has no exercise {function}(): it has" if function else "Say which function, one of"
        return f"{asked} {', '.join(lesson.functions)}."
    if not Exercise.find(root / "solutions", lesson.stem).file.exists():
        return "The solutions were taken out of this copy: ask whoever handed it out."
    progress = Progress(root)
    if progress.row(lesson).states[function] in (SOLVED, AGAIN):
        return ""
    if progress.level(lesson, function) >= most_hints(root, lesson, function):
        return ""
    number = lesson.number
    return (
        f"Ours is shown when yours passes, or after the last hint: `python3 -m workbook hint {number} {function}` "
        "gives the next one."
    )


def beside(root: Path, lesson: Lesson, function: str, judge: Judge) -> Beside | str:
    """Both answers, with what each sent; or a sentence, why they are not shown."""
    if why := not_yet(root, lesson, function):
        return why
    sent: dict[str, dict[str, dict]] = {}
    for folder in ("solutions", "exercises"):
        found = _watched(root, lesson, function, folder, judge)
        if found is None:
            return f"What {folder} send could not be watched: `pytest checker -k {function}` says why."
        sent[folder] = found
    ours, yours = sent.values()
    lengths = {name: (len(ours[name]["statements"]), len(yours[name]["statements"])) for name in ours if name in yours}
    name = min((name for name in lengths if any(lengths[name])), key=lambda name: lengths[name], default="")
    sentences = {check.name: check.sentence for check in lesson.checks}
    answers = {folder: Answer(*_code(root, lesson, function, folder), **sent[folder].get(name, {})) for folder in sent}
    return Beside(function, answers["solutions"], answers["exercises"], sentences.get(name.partition("[")[0], ""))


def counted(number: int, what: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{number} {what}{'s' * (number != 1)}"


def _watched(root: Path, lesson: Lesson, function: str, folder: str, judge: Judge) -> dict[str, dict] | None:
    """What each check of the function saw it send, by the check's name; None if that cannot be had."""
    checks = [f"checker/test_{lesson.stem}.py::{each.name}" for each in lesson.checks if each.function == function]
    own = ["--submission", folder] if folder != "exercises" else []  # a run of one's own counts
    with passing_folder("solution-") as scratch, (scratch / "output").open("wb") as output:
        told = scratch / "sent.json"
        run = judge.start([*checks, *own, "--seed", SEED, "--sent", str(told)], output.fileno())
        try:
            run.wait(60 + 12 * len(checks))
            return json.loads(told.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
        finally:
            end(run)


def _code(root: Path, lesson: Lesson, function: str, folder: str) -> tuple[str, str]:
    """The file that defines it, and the code without its docstring."""
    for name, text in Exercise.find(root / folder, lesson.stem).sources().items():
        if node := defined(text).get(function):
            lines = text.splitlines()
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
            cut = _docstring(node)
            kept = [number for number in range(first, node.end_lineno or first) if number not in cut]
            return f"{folder}/{name}", "\n".join(lines[number] for number in kept)
    return f"{folder}/{lesson.stem}", "(it is not there)"


def _docstring(node: Definition) -> range:
    """Its lines, counted from 0."""
    first = node.body[0]
    if ast.get_docstring(node) is None or len(node.body) == 1:
        return range(0)
    return range(first.lineno - 1, first.end_lineno or first.lineno)
