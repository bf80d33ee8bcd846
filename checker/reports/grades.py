"""`grades.csv`: a row a learner, a column an exercise, for a spreadsheet and a learning platform.

Columns: `Learner`; for each lesson its exercises (`ex05_eager_loading.orders_page`) and its total
(`ex05_eager_loading`), in points; `Total`; `Possible`, without what the checker broke at (`Not scored`); `Status`:
"graded", or why not.  A submission that was not graded has no points at all, not zero.  UTF-8 with a byte order mark,
without which Excel reads names as another encoding; Moodle and pandas ("utf-8-sig") know it.
"""

from __future__ import annotations

import csv

from checker.reports import points
from checker.reports.run import NO_FILE, Run, status
from checker.reports.text import cell
from workbook.files.whole import writing


def write(run: Run) -> None:
    """Write `grades.csv`.  Raises OSError."""
    exercises = list(points.by_exercise(run.checks))
    lessons = list(dict.fromkeys(lesson for lesson, _ in exercises))
    columns = [(lesson, function) for lesson in lessons for function in [*functions(exercises, lesson), ""]]
    with writing(run.out / "grades.csv", encoding="utf-8-sig") as file:
        rows = csv.writer(file, lineterminator="\r\n")  # as RFC 4180 has it
        names = [f"{lesson}.{function}" if function else lesson for lesson, function in columns]
        rows.writerow(["Learner", *names, "Total", "Possible", "Not scored", "Status"])
        for graded in run.graded():
            name = cell(graded["learner"])
            results = graded["results"]
            if graded["refused"] or not results:
                why = (graded["refused"] or "no check ran").splitlines()[-1]
                why = f"no exercise file: {why}" if status(graded) == NO_FILE else why
                rows.writerow([name, *[""] * (len(columns) + 3), cell(why)])
                continue
            scores = {key: points.total(its) for key, its in points.by_exercise(results).items()}
            for lesson in lessons:
                scores[lesson, ""] = points.total(result for result in results if result["exercise"] == lesson)
            whole = points.total(results)
            cells = [scores[column].got if column in scores else "" for column in columns]
            rows.writerow([name, *cells, whole.got, whole.possible, whole.unscored, "graded"])


def functions(exercises: list[tuple[str, str]], lesson: str) -> list[str]:
    """The functions of a lesson."""
    return [function for its, function in exercises if its == lesson]
