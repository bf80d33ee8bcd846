"""`%check 02` in a notebook: run the checks of a lesson in processes of their own, and show what came of it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from workbook.learning import words
from workbook.learning.judge import Judge, end
from workbook.learning.lessons import Lesson, find, lessons
from workbook.learning.progress import Progress
from workbook.notebook.feedback import Feedback, Note, Text
from workbook.project import standing

ELSEWHERE = "This notebook lies in no copy of the workbook: open it in the folder notebooks/ of yours."
SECONDS_A_CHECK = 12  # the checker's own limit is 10, plus its grace
SECONDS_TO_START = 60
LOOK = 0.2  # seconds between two looks whether the checks are to be stopped
USAGE = "Say which lesson to check, as in `%check 02`, or one of its functions: `%check 02 add_user`."


def check(line: str, root: Path | None = None) -> Feedback | Note:
    """`%check 02`: run the checks of lesson 02 on the exercises as saved; `%check 02 add_user`: show one function's.

    `%check` alone is for the lesson of the notebook, and `%check session` for the one with that word in its name.
    """
    root = root or standing()
    if root is None:
        return Note(ELSEWHERE)
    asked = re.fullmatch(r"\s*(\w+(?:\.\w+)?)?(?:\s+(\w+)(?:\(\))?)?\s*", line)
    if asked is None:
        return Note(USAGE)
    lesson, function = lesson_of(asked[1] or "", root), asked[2] or ""
    if isinstance(lesson, Note):
        return lesson
    verdict = judged(lesson, root)
    if isinstance(verdict, Note):
        return verdict
    rows, state = verdict
    if function and not any(row["function"] == function for row in rows):
        names = dict.fromkeys(row["function"] for row in rows)
        return Note(f"{lesson.stem} has no checks for {function}(). There are checks for: {', '.join(names)}.")
    shown = [row for row in rows if function in ("", row["function"])]
    return feedback(lesson, root, shown, [row for row in rows if row not in shown], state, function)


def lesson_of(word: str, root: Path) -> Lesson | Note:
    """The lesson that is meant, that of this notebook if none is named; or what is to be said."""
    word = word or this_notebook()
    lesson = find(root, word)
    if lesson is None:
        numbers = ", ".join(each.number for each in lessons(root)) or "none"
        return Note(f"There is no lesson {word} to check. There are: {numbers}." if word else USAGE)
    return lesson


def judged(
    lesson: Lesson, root: Path, part: list[str] | None = None, stopped: Callable[[], bool] = lambda: False
) -> tuple[list[dict], str] | Note:
    """The results of a lesson's checks, or of a part of them, and which state was judged; or why there are none."""
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        results, output = Path(scratch, "results.json"), Path(scratch, "output.txt")
        seconds = SECONDS_TO_START + len(lesson.checks) * SECONDS_A_CHECK
        why = run(lesson, results, output, seconds, root, part, stopped)
        if why:
            return Note(why)
        try:
            told = json.loads(results.read_text("utf-8"))
            rows, state = told["results"], told.get("saved", {}).get(lesson.stem, "")
        except (OSError, ValueError, KeyError):
            return Note("The checker could not do its work, which says nothing about your code:", tail(output, root))
        if not rows:
            return Note(f"The checker found nothing to check for {lesson.stem}:", tail(output, root))
    return rows, state


def feedback(
    lesson: Lesson, root: Path, rows: list[dict], others: list[dict], state: str, function: str = ""
) -> Feedback:
    """What is shown of these results; what stops the whole file is shown once."""
    every = [*rows, *others]
    if len(every) > 1 and {(row["outcome"], row["message"]) for row in every} == {("raised", rows[0]["message"])}:
        # the file itself cannot be loaded: told once, not for each check
        whole = {"function": function, "sentence": f"All {len(every)} checks wait for this."}
        rows, others = [{**rows[0], **whole, "points": sum(row["points"] for row in every)}], []
    return Feedback(lesson.stem, rows, root, others, state, row_of(lesson, root))


def row_of(lesson: Lesson, root: Path) -> str:
    """The lesson's row of the learner's progress, or "" where it cannot be had."""
    try:
        return str(Progress(root).row(lesson))
    except (OSError, sqlite3.Error):
        return ""


def this_notebook() -> str:
    """The name of the notebook that is running ("05_eager_loading.ipynb"), as Jupyter's server tells; or ""."""
    return Path(os.environ.get("JPY_SESSION_NAME", "")).name


def progress(line: str) -> Text:
    """`%progress`: where you are in each lesson, and what is next."""
    return _said(words.show_progress, line)


def hint(line: str) -> Text:
    """`%hint 05`, `%hint 05 orders_page`: the next hint for the first check that failed; again for the next level."""
    return _said(words.give_hint, line)


def _said(word: Callable[..., int], line: str) -> Text:
    root = standing()
    if root is None:
        return Text(ELSEWHERE)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        word(line.split(), root)
    return Text(told.getvalue().replace("python3 -m workbook ", "%").strip())


def run(
    lesson: Lesson,
    results: Path,
    output: Path,
    seconds: float,
    root: Path,
    part: list[str] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> str:
    """Run the checks of a lesson, or a part of them, until they end; why they were stopped, or ""."""
    with output.open("wb") as out:  # a file, not a pipe: nobody has to read it for the checker to go on
        arguments = [*(part or [f"checker/test_{lesson.stem}.py"]), "--results", str(results)]
        going, until = judge(root).start(arguments, out.fileno()), time.monotonic() + seconds
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    going.wait(LOOK)
                    return ""
                if time.monotonic() > until:
                    which = f"`pytest checker -k ex{lesson.number} -v` shows which hangs."
                    return f"The checks were stopped after {seconds:.0f} s: {which}"
                if stopped():
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            return "Interrupted: the checks were stopped. Nothing was changed."
        finally:
            end(going)


def judge(root: Path) -> Judge:
    """The judge of this kernel for the project at `root`."""
    # a kernel sets FORCE_COLOR, and escape codes would end up in the messages
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {"PY_COLORS": "0"}
    its = _judges.setdefault(root, Judge(root, environment))
    its.environment = environment
    return its


_judges: dict[Path, Judge] = {}


def tail(output: Path, root: Path, lines: int = 15) -> str:
    """The last lines of what the checker printed, without a path of this machine."""
    text = output.read_text("utf-8", "replace") if output.exists() else ""
    return "\n".join(text.replace(str(root) + os.sep, "").splitlines()[-lines:])[-3000:]
