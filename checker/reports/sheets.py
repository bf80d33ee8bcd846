"""The class's points in a platform's own table, the one that was given as the roster: `canvas.csv` or `moodle.csv`.

All but one column is as it was read.  Canvas takes a gradebook export back and finds an assignment by its column's
"Title (id)" (Instructure's guide "How do I import grades in the Gradebook?").  Moodle takes its grading worksheet back:
`Identifier`, `Grade` and `Last modified (grade)` must be there (importgradeslib.php of mod/assign/feedback/offline).
Who was not graded, or could not be in full, keeps what the table says of them: no points are not 0.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from checker.reports.roll import CANVAS, MOODLE, Table
from checker.reports.run import Run
from workbook.files.whole import writing

OF_CANVAS = re.compile(r"(.+) \(\d+\)")
FILES = {CANVAS: "canvas.csv", MOODLE: "moodle.csv"}


def write(run: Run) -> Path | None:
    """Write the sheet, if the roster is a platform's, and if it is clear which column is meant.  Raises OSError."""
    for name in FILES.values():
        (run.out / name).unlink(missing_ok=True)
    at = column(run.roll.table, run.title) if run.roll is not None else None
    if run.roll is None or at is None:
        return None
    table = run.roll.table
    rows = [list(row) for row in table.rows]
    for person, graded in run.everybody():
        score = run.score(graded).total
        if person is None or graded["refused"] or not score.possible or score.unscored:
            continue
        if not _is_locked(table, rows[person.row]):
            rows[person.row][at] = f"{score.got:.6f}".rstrip("0").rstrip(".")
    path = run.out / FILES[table.form]
    with writing(path, encoding="utf-8-sig" if table.form == MOODLE else "utf-8") as file:
        csv.writer(file, delimiter=table.delimiter, lineterminator="\r\n").writerows([table.header, *rows])
    return path


def column(table: Table, title: str) -> int | None:
    """Which column is filled in: Moodle's grade; of Canvas the assignment of the lab's title, or the only one."""
    header = [name.strip() for name in table.header]
    if table.form == MOODLE:
        return [name.casefold() for name in header].index("grade")
    if table.form != CANVAS:
        return None
    titles = {at: found[1] for at, name in enumerate(header) if (found := OF_CANVAS.fullmatch(name))}
    its = [at for at, name in titles.items() if name == title] if title else list(titles)
    return its[0] if len(its) == 1 else None


def _is_locked(table: Table, row: list[str]) -> bool:
    """Whether Moodle says of a row that its grade cannot be changed."""
    names = [name.strip().casefold() for name in table.header]
    return "grade can be changed" in names and row[names.index("grade can be changed")].strip().casefold() == "no"
