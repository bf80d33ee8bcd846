"""The class's points in a platform's own table, the one that was given as the roster: `canvas.csv` or `moodle.csv`.

All but one column is as it was read, to the byte.  Canvas takes a gradebook export back and finds an assignment by its
column's "Title (id)" (Instructure's guide "How do I import grades in the Gradebook?").  Moodle takes its grading
worksheet back: `Identifier`, `Grade` and `Last modified (grade)` must be there (importgradeslib.php of
mod/assign/feedback/offline).
Who was not graded, or could not be in full, keeps what the table says of them: no points are not 0.
"""

from __future__ import annotations

import re

from checker.reports.patching import patched
from checker.reports.roll import CANVAS, MOODLE, Table
from checker.reports.run import Run
from workbook.files.whole import writing

NUMBER = re.compile(r"\d{1,9}([.,]\d{1,9})?")
OF_CANVAS = re.compile(r"(.+) \(\d+\)")
FILES = {CANVAS: "canvas.csv", MOODLE: "moodle.csv"}


def write(run: Run) -> None:
    """Write the sheet, if the roster is a platform's, and if it is clear which column is meant.  Raises OSError."""
    for name in FILES.values():
        (run.out / name).unlink(missing_ok=True)
    at = column(run.roll.table, run.title) if run.roll is not None else None
    if run.roll is None or at is None:
        return
    table = run.roll.table
    cells: dict[tuple[int, int], str] = {}
    for person, graded in run.everybody():
        score = run.score(graded).total
        if person is None or graded["refused"] or not score.possible or score.unscored:
            continue
        if not _is_locked(table, table.rows[person.row]):
            cells[person.row + 1, at] = f"{score.got:.6f}".rstrip("0").rstrip(".")
    with writing(run.out / FILES[table.form], encoding="latin-1") as file:  # which keeps every byte
        file.write(patched(table.content, table.delimiter, cells).decode("latin-1"))


def said(run: Run) -> list[str]:
    """What an instructor must know of the sheet: why there is none, or that its maximum is not the lab's."""
    if run.roll is None or run.roll.table.form not in FILES:
        return [
            f"{' and '.join(FILES.values())} are not written: --roster takes Canvas' gradebook export for the one, "
            "Moodle's grading worksheet, downloaded in English, for the other"
        ]
    table, name = run.roll.table, FILES[run.roll.table.form]
    at = column(table, run.title)
    if at is None:
        return [f"{name} is not written: {_unclear(table, run.title)}"]
    others = {most for most in maxima(table, at) if most != run.possible}
    if not others:
        return []
    given = " or ".join(f"{most:g}" for most in sorted(others))
    return [
        f"{name}: the maximum of {table.header[at].strip()!r} in {table.form} is {given}, and all points here are "
        f"{run.possible:g}; they are written as they are, not scaled.  Give {table.form} that maximum, or weigh the "
        "exercises in a lab's file (--lab, [points])"
    ]


def maxima(table: Table, at: int) -> set[float]:
    """The most points that the platform has for the column: Moodle's for each person, Canvas' in a row of its own."""
    if table.form == MOODLE:
        names = [name.strip().casefold() for name in table.header]
        cells = [row[names.index("maximum grade")] for row in table.rows] if "maximum grade" in names else []
    else:
        cells = [row[at] for row in table.rows if row and row[0].strip().casefold() == "points possible"]
    found = (NUMBER.fullmatch(cell.strip()) for cell in cells)
    return {float(each[0].replace(",", ".")) for each in found if each}


def _unclear(table: Table, title: str) -> str:
    titles = [found[1] for name in table.header if (found := OF_CANVAS.fullmatch(name.strip()))]
    if not titles:
        return "the export has no assignment (a column with its number, as in 'Lab 1 (4711)'): make it in Canvas first"
    has = f"the export has {', '.join(map(repr, titles[:5]))}{' and more' * (len(titles) > 5)}"
    if title:
        return f"no one assignment is called {title!r}, as the lab is, and {has}: give the lab that title"
    return f"{has}, and it is not said which is meant: give its name as the title of a lab's file (--lab)"


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
