"""`grades.csv`: a row a learner, a column an exercise, for a spreadsheet and a learning platform.

Columns: `Learner`; for each lesson its exercises (`ex05_eager_loading.orders_page`) and its total
(`ex05_eager_loading`), in points; `Total`; `Possible`, without what the checker broke at (`Not scored`); `Status`:
"graded", or why not.  A submission that was not graded has no points at all, not zero.  With `--adjust` all points are
those after it, and two columns say what it changed: `Adjusted`, in points, and `Adjustments`, in words.  `handed_in`
and `late` are what the platform's name of an entry, or the roster, says; with a roster four columns say who it is by
that, and who has handed in nothing has a row.  UTF-8 with a byte order mark, without which Excel reads names as another
encoding; Moodle and pandas ("utf-8-sig") know it.
"""

from __future__ import annotations

import csv

from checker.reports import points
from checker.reports.roll import Person
from checker.reports.run import NO_FILE, Graded, Run, status
from checker.reports.text import cell
from workbook.files.whole import writing


def write(run: Run) -> None:
    """Write `grades.csv`.  Raises OSError."""
    exercises = list(points.by_exercise(run.checks))
    lessons = list(dict.fromkeys(lesson for lesson, _ in exercises))
    columns = [(lesson, function) for lesson in lessons for function in [*functions(exercises, lesson), ""]]
    by_hand = ["Adjusted", "Adjustments"] if run.adjustments else []
    about = ["Name", "Email", "User name", "ID"] if run.roll else []
    with writing(run.out / "grades.csv", encoding="utf-8-sig") as file:
        rows = csv.writer(file, lineterminator="\r\n")  # as RFC 4180 has it
        names = [f"{lesson}.{function}" if function else lesson for lesson, function in columns]
        head = ["Learner", *names, "Total", "Possible", "Not scored", "Status", *by_hand, "handed_in", "late", *about]
        rows.writerow(head)
        for person, graded in run.everybody():
            when = [cell(graded.get("handed_in", "")), "late" if graded.get("late") else ""]
            who = [cell(text) for text in _about(person)] if run.roll else []
            rows.writerow([cell(graded["learner"]), *_cells(run, graded, lessons, columns), *when, *who])


def _cells(run: Run, graded: Graded, lessons: list[str], columns: list[tuple[str, str]]) -> list[str | float]:
    """The points, the status, and what was changed by hand."""
    empty = [""] * (2 * bool(run.adjustments))
    if graded["refused"] or not graded["results"]:
        why = (graded["refused"] or "no check ran").splitlines()[-1]
        why = f"no exercise file: {why}" if status(graded) == NO_FILE else why
        return [*[""] * (len(columns) + 3), cell(why), *empty]
    scored = run.score(graded)
    scores = scored.exercises | {(lesson, ""): scored.of_lesson(lesson) for lesson in lessons}
    whole = scored.total
    by_hand = [scored.change, cell("; ".join(map(str, scored.adjusted)))] if scored.adjusted else empty
    return [
        *(scores[column].got if column in scores else "" for column in columns),
        *(whole.got, whole.possible, whole.unscored, "graded", *by_hand),
    ]


def _about(person: Person | None) -> list[str]:
    return [person.name, person.email, person.user, " ".join(person.ids)] if person else [""] * 4


def functions(exercises: list[tuple[str, str]], lesson: str) -> list[str]:
    """The functions of a lesson."""
    return [function for its, function in exercises if its == lesson]
