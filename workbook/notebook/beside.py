"""`%solution 05 orders_page`: our solution beside the learner's, in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from workbook.learning.solution import Beside, beside
from workbook.notebook.feedback import STYLE, Note, code
from workbook.notebook.magic import ELSEWHERE, judge, lesson_of
from workbook.project import standing

COLUMNS = """<style>
.workbook-beside { display: flex; flex-wrap: wrap; gap: 0 1.5em }
.workbook-beside section { flex: 1 1 24em; min-width: 0 }
.workbook-beside pre { white-space: pre !important }
.workbook-beside li { overflow-wrap: anywhere; margin-bottom: 0.3em }
</style>"""


@dataclass(frozen=True)
class Shown:
    """Two answers in two columns, or one below the other where there is no room."""

    both: Beside

    def __repr__(self) -> str:
        return str(self.both)

    def _repr_html_(self) -> str:
        columns = []
        for name, answer in (("Ours", self.both.ours), ("Yours", self.both.yours)):
            sent = ""
            if self.both.sentence:
                rows = "".join(f"<li>{escape(row.partition('. ')[2] or row)}</li>" for row in answer.listing())
                until = "" if answer.passed else ", until the check failed"
                sent = f"<p>It sent{until}:</p><ol>{rows}</ol>"
            columns.append(
                f"<section><p><b>{name}</b>, {escape(answer.file)}</p><pre>{escape(answer.code)}</pre>{sent}</section>"
            )
        watched = f"<p>Watched in the check: {code(self.both.sentence)}</p>" if self.both.sentence else ""
        return (
            f'{STYLE}{COLUMNS}<div class="workbook-check"><div class="workbook-beside">{"".join(columns)}</div>'
            f"{watched}<p><b>{code(self.both.difference)}</b></p></div>"
        )


def solution(line: str) -> Shown | Note:
    """`%solution 05 orders_page`: our solution beside yours, when yours passes or after the last hint."""
    root = standing()
    if root is None:
        return Note(ELSEWHERE)
    asked, _, function = line.strip().partition(" ")
    lesson = lesson_of(asked, root)
    if isinstance(lesson, Note):
        return lesson
    shown = beside(root, lesson, function.strip().removesuffix("()"), judge(root))
    return Note(shown.replace("python3 -m workbook ", "%")) if isinstance(shown, str) else Shown(shown)
