"""`%watch 02` in a notebook: the verdict under the cell as soon as a file is saved, while the kernel stays free."""

from __future__ import annotations

import contextvars
import signal
import threading
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from workbook.files.exercise import Exercise
from workbook.learning.lessons import Lesson
from workbook.learning.watch import Edits, mistake, parts, saves
from workbook.notebook.feedback import Feedback, Note
from workbook.notebook.magic import ELSEWHERE, feedback, judged, lesson_of
from workbook.project import standing

_watching: list[Watching] = []  # one at most


def watch(line: str) -> Note | None:
    """`%watch 02`: the verdict under this cell whenever lesson 02's exercise is saved; another cell ends it."""
    from IPython.core.getipython import get_ipython

    root, shell = standing(), get_ipython()
    if root is None:
        return Note(ELSEWHERE)
    lesson = lesson_of(line.strip(), root)
    if isinstance(lesson, Note):
        return lesson
    stop()
    _watching.append(Watching(lesson, root, shell))
    return None


def stop() -> None:
    """End what is watched, if anything is."""
    while _watching:
        _watching.pop().stop()


@dataclass(frozen=True)
class Shown:
    """What stands under the cell: whether it is watched, and the last verdict."""

    state: str
    verdict: Feedback | Note | None

    def __repr__(self) -> str:
        return "\n\n".join([self.state, *([repr(self.verdict)] if self.verdict is not None else [])])

    def _repr_html_(self) -> str:
        verdict = self.verdict._repr_html_() if self.verdict is not None else ""
        return f"<p>{escape(self.state)}</p>{verdict}"


class Watching:
    """Watches one lesson under the cell that runs, in a thread, until it is stopped."""

    def __init__(self, lesson: Lesson, root: Path, shell: Any):
        from IPython.display import display

        self.lesson, self.root, self.shell = lesson, root, shell
        self.file = Exercise.find(root / "exercises", lesson.stem).place.relative_to(root).as_posix()
        self.verdict: Feedback | Note | None = None
        self._over, self._saved = threading.Event(), threading.Event()
        self._handle = display(self._shown(), display_id=True)
        self._edits, self._rows = Edits(root), dict[str, dict]()
        shell.events.register("pre_run_cell", self._another_cell)
        self._listen_to_interrupts()
        context = contextvars.copy_context()  # what the thread shows belongs to this cell
        for part in (self._listen, self._watch):
            threading.Thread(target=context.copy().run, args=[part], daemon=True).start()

    def stop(self) -> None:
        """End it, and say so."""
        self._over.set()
        self._saved.set()
        self.shell.events.unregister("pre_run_cell", self._another_cell)
        self._let_interrupts_be()
        self._show()

    def _listen(self) -> None:
        try:
            for stems in saves(self.root, self._over):
                if self.lesson.stem in stems:
                    self._saved.set()
        except Exception as problem:  # else it would end without a word
            self.verdict = Note(f"This cannot be watched: {problem}")
            self._show()

    def _watch(self) -> None:
        while not self._over.is_set():
            self._saved.clear()
            self._judge()
            self._saved.wait()

    def _judge(self) -> None:
        """Judge first what was edited since the last time, then the rest, and show each."""
        if problem := mistake(self.root, self.lesson):
            self.verdict = Note(problem)
            self._show()
            return
        found = parts(self.lesson, self._edits.since(self.lesson))
        for number, part in enumerate(found, start=1):
            verdict = judged(self.lesson, self.root, part, self._over.is_set)
            if self._over.is_set():
                return
            if isinstance(verdict, Note):
                self.verdict = verdict
                self._show()
                return
            rows, state = verdict
            others = [row for name, row in self._rows.items() if name not in {row["check"] for row in rows}]
            self._rows |= {row["check"]: row for row in rows}
            if number == len(found):  # what was edited is shown alone only until the rest is known
                rows, others = [*self._rows.values()], []
            self.verdict = feedback(self.lesson, self.root, self._in_order(rows), self._in_order(others), state)
            self._show()

    def _in_order(self, rows: list[dict]) -> list[dict]:
        order = {check.name: number for number, check in enumerate(self.lesson.checks)}
        return sorted(rows, key=lambda row: order.get(row["check"].partition("[")[0], 0))

    def _shown(self) -> Shown:
        if self._over.is_set():
            return Shown(f"{self.file} is no longer watched: run this cell again to go on.", self.verdict)
        waits = "Save it, and the verdict appears here; another cell or an interrupt ends this."
        return Shown(f"Watching {self.file}. {waits}", self.verdict)

    def _show(self) -> None:
        self._handle.update(self._shown())

    def _another_cell(self, *_: object) -> None:
        stop()

    def _listen_to_interrupts(self) -> None:
        """A kernel that runs nothing ignores an interrupt: take it until this ends."""
        kernel = getattr(self.shell, "kernel", None)
        self._before = getattr(kernel, "saved_sigint_handler", None)  # it is put back when this cell has run
        if kernel is not None and self._before is not None:
            kernel.saved_sigint_handler = lambda *_: stop()

    def _let_interrupts_be(self) -> None:
        if self._before is None:
            return
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a cell runs: it is put back after it
            self.shell.kernel.saved_sigint_handler = self._before
        else:
            signal.signal(signal.SIGINT, self._before)
