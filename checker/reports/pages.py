"""The pages: `feedback.html` for a learner, `index.html` for the instructor; self-contained, and all text escaped."""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from checker.reports import points
from checker.reports.needing_help import needing_help
from checker.reports.points import Score
from checker.reports.run import GRADED, NO_FILE, NOBODYS, SKIPPED, WAITING, Graded, Run, accounts, status
from checker.reports.side_by_side import Pair
from checker.reports.summary import Summary
from checker.reports.text import printable
from checker.reports.told import parts
from checker.wall.verdicts import BROKE, NOT_SOLVED, OUTCOMES, PASSED
from workbook.files.whole import writing

HERE = Path(__file__).parent
SIGNS = {PASSED: "✓", NOT_SOLVED: "○", BROKE: "!"}


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps compiled modules, if it does."""

    def __init__(self) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), f"%s.{sys.implementation.cache_tag}.jinja")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; where nobody may write, it is compiled again the next time."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


@cache
def environment() -> Environment:
    """The templates of this folder, everything escaped, and nothing missing taken for empty."""
    found = Environment(
        loader=FileSystemLoader(HERE),
        bytecode_cache=Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # every value that is put into a page passes here, before it is escaped
        finalize=lambda value: printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    found.globals.update(
        css=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        **_script("script", "table.js"),
        **_script("live_script", "live.js"),
        sign=lambda outcome: SIGNS.get(outcome, "✗"),
        css_class=lambda outcome: outcome.replace(" ", "-"),
        lesson_name=lesson_name,
        sentence=sentence,
        parts=parts,
        telling=points.telling,
        address=address,
        signed=lambda points: f"{points:+g}",
        percent=lambda share: f"{100 * share:.0f} %",
    )
    return found


def _script(name: str, file: str) -> dict[str, str]:
    """The script as `name`, and as `name_hash` what a page's policy allows it by."""
    text = (HERE / file).read_text(encoding="utf-8")
    return {
        name: Markup(text),
        f"{name}_hash": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode(),
    }


def feedback(run: Run, graded: Graded) -> None:
    """Write a learner's page.  Raises OSError."""
    scored = run.score(graded)
    lessons: dict[str, list[tuple[str, Score, list[dict[str, Any]]]]] = {}
    for (lesson, function), its in points.by_exercise(graded["results"]).items():
        lessons.setdefault(lesson, []).append((function, scored.exercises[lesson, function], its))
    for exercises in lessons.values():  # what is to mend comes first
        exercises.sort(key=lambda each: all(result["outcome"] == PASSED for result in each[2]))
    _write(
        run.folder(graded["learner"]) / "feedback.html",
        "feedback.html",
        learner=graded["learner"],
        refused=graded["refused"],
        no_file=status(graded) == NO_FILE,
        notes=graded.get("notes", []),
        lessons=lessons,
        total=scored.total,
        of_lesson={name: scored.of_lesson(name) for name in lessons},
        adjusted=scored.adjusted,
    )


def index(run: Run, found: Summary, pairs: list[Pair]) -> None:
    """Write the instructor's page.  Raises OSError."""
    lessons = list(dict.fromkeys(check["exercise"] for check in run.checks))
    entries, counts = accounts(run.entries, found.statuses)
    _write(
        run.out / "index.html",
        "index.html",
        run=run,
        lessons=lessons,
        summary=found,
        help=needing_help(found),
        pairs=pairs,
        nobodys=[entry for entry in entries if entry.became == NOBODYS],
        skipped=[entry.entry for entry in entries if entry.became == SKIPPED],
        counts={name: number for name, number in counts.items() if number},
        rows=_rows(run, lessons),
        not_graded=len(found.refused) + len(found.no_file) + (len(run.roll.missing) if run.roll else 0),
        outcomes=[(outcome, found.outcomes[outcome]) for outcome in OUTCOMES],
    )


def _rows(run: Run, lessons: list[str]) -> Iterator[dict[str, Any]]:
    by_name = sorted(run.learners, key=lambda learner: (run.shown(learner).casefold(), learner))
    for graded in run.graded(by_name):
        if status(graded) not in (GRADED, WAITING):
            continue  # they stand apart
        scored = run.score(graded)
        yield {
            "learner": graded["learner"],
            "refused": graded["refused"],
            "total": scored.total,
            "lessons": [scored.of_lesson(name) for name in lessons],
            "adjusted": scored.adjusted,
            "change": scored.change,
            "page": (run.folder(graded["learner"]) / "feedback.html").exists(),
        }


def _write(path: Path, template: str, **values: Any) -> None:
    with writing(path, durable=False) as file:  # it can be made again
        for piece in environment().get_template(template).generate(**values):
            file.write(piece)


def address(learner: str) -> str:
    """The link from the index to a learner's page."""
    return f"feedback/{quote(os.fsencode(learner), safe='')}/feedback.html"


def lesson_name(stem: str) -> str:
    """ "Lesson 05, eager loading" for ex05_eager_loading."""
    number, _, slug = stem.removeprefix("ex").partition("_")
    return f"Lesson {number}, {slug.replace('_', ' ')}"


def sentence(text: str, function: str) -> Markup:
    """A check's sentence; what stands in backticks, and the function's name, is code."""
    pieces = text.replace(f"{function}()", f"`{function}()`").replace("``", "`").split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else printable(piece)
        for number, piece in enumerate(pieces)
    )
