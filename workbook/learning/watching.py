"""`python3 -m workbook watch`: the verdict in a terminal as soon as a file is saved, and a few keys."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from workbook.learning import words
from workbook.learning.begin_again import remember_stubs
from workbook.learning.judge import Judge, Run
from workbook.learning.keys import QUIT, keys, listening
from workbook.learning.lessons import Lesson, lessons
from workbook.learning.progress import AGAIN, IN_WORK, Progress
from workbook.learning.watch import Edits, mistake, parts, saves, where_one_was
from workbook.project import ROOT

KEYS = "h hint   n next lesson   p previous   l list   r run again   x begin again   q quit"
CLEAR = "\x1b[2J\x1b[H"


def watch(arguments: list[str], root: Path = ROOT) -> int:
    """`watch [05]`: the verdict of what changed, as soon as it is saved."""
    lesson = words.asked_for(arguments, root, "watch 05") if arguments else where_one_was(root)
    if lesson is None:
        return 2
    with contextlib.suppress(ValueError):  # in a thread, which nobody ends
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the terminal is put back, and the judge ends
    with listening() as has_keys:
        watcher = Watcher(root, lesson, has_keys)
        try:
            watcher.go_on()
        except KeyboardInterrupt:
            pass
        finally:
            watcher.close()
    return 0


class Watcher:
    """Judges a lesson whenever it is saved.  All that happens comes through one queue, and nothing at once."""

    def __init__(self, root: Path, lesson: Lesson, has_keys: bool):
        self.root, self.lesson, self.has_keys = root, lesson, has_keys
        self.function = ""
        """The one that was edited last, in this lesson."""
        self._judge = Judge(root, dict(os.environ))
        self._edits = Edits(root)
        self._events: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._stop = threading.Event()
        self._run: Run | None = None
        self._left: list[list[str]] = []
        self._saved_meanwhile = False
        self._question: Callable[[], object] | None = None

    def go_on(self) -> None:
        """Judge, and wait for what comes, until somebody quits."""
        found = lessons(self.root)
        remember_stubs(self.root, found)
        for each in found:
            self._edits.since(each)
        self._listen("saved", saves(self.root, self._stop))
        if self.has_keys:
            self._listen("key", keys())
        self.judge()
        while True:
            what, value = self._events.get()
            if what == "failed":
                raise value
            if what == "key":
                if value == QUIT and self._question is None:
                    return
                self.press(value)
            elif what == "saved":
                self.saved(value)
            else:
                self.ended()

    def close(self) -> None:
        """End what runs."""
        self._stop.set()
        if self._run is not None:
            self._run.signal(signal.SIGINT)
        self._judge.close()

    def saved(self, stems: set[str]) -> None:
        """Judge what was saved, or when the run that goes on has ended."""
        if self.lesson.stem not in stems:
            self.lesson = next(each for each in lessons(self.root) if each.stem in stems)
            self.function = ""
        if self._run is not None:
            self._saved_meanwhile = True
        else:
            self.judge()

    def judge(self) -> None:
        """Begin to judge the lesson, first what was edited since the last time."""
        if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
            self.say(CLEAR, end="")
        self.say(f"Watching {self.lesson.number} {self.lesson.title}.")
        if problem := mistake(self.root, self.lesson):
            self.say(problem)
            self.say_keys()
            return
        edited = self._edits.since(self.lesson)
        self.function = edited[0] if edited else self.function
        self._left = parts(self.lesson, edited)
        self._start()

    def _start(self) -> None:
        self._run = run = self._judge.start(self._left.pop(0), sys.stdout.fileno())

        def wait() -> Iterable[int]:
            yield run.wait()

        self._listen("ended", wait())

    def ended(self) -> None:
        """A run has ended: judge what was saved meanwhile, or the rest."""
        self._run = None
        if self._saved_meanwhile:
            self._saved_meanwhile = False
            self.judge()
        elif self._left:
            self.say(f"\nThe rest of lesson {self.lesson.number}:")
            self._start()
        else:
            row = Progress(self.root).row(self.lesson)
            self.say(f"\n{row}")
            if row.done == len(row.states):
                self.say(f"All of it is solved{': n goes on' if self.has_keys else ''}.")
            self.say_keys()

    def press(self, key: str) -> None:
        """Do what a key asks for."""
        if self._question is not None:
            question, self._question = self._question, None
            self.say(key if key.isprintable() else "")
            if key == "y":
                question()
            else:
                self.say("Nothing was changed.")
            self.say_keys()
            return
        doing = {
            "h": self.hint,
            "n": lambda: self.go(1),
            "p": lambda: self.go(-1),
            "l": lambda: words.show_progress([], self.root),
            "r": self.again,
            "x": self.ask_to_begin_again,
        }
        if key in doing:
            doing[key]()
        elif key.isprintable() and not key.isspace():
            self.say_keys()

    def hint(self) -> None:
        """The next hint, for what was edited last if it failed."""
        failed = Progress(self.root).failed(self.lesson, self.function)
        words.give_hint([self.lesson.number, *([self.function] if self.function and failed else [])], self.root)

    def go(self, step: int) -> None:
        """Go to the next lesson, or the previous one."""
        found = lessons(self.root)
        place = [each.stem for each in found].index(self.lesson.stem) + step
        if not 0 <= place < len(found):
            self.say("That was the last lesson." if step > 0 else "This is the first lesson.")
            return
        self.lesson, self.function = found[place], ""
        self.again()

    def again(self) -> None:
        """Judge once more."""
        if self._run is None:
            self.judge()
        else:
            self._saved_meanwhile = True
            self._run.signal(signal.SIGINT)

    def ask_to_begin_again(self) -> None:
        """Ask whether the function that was edited last, or else the first in work, is to begin again."""
        states = Progress(self.root).row(self.lesson).states
        begun = [name for name, state in states.items() if state in (AGAIN, IN_WORK)]
        function = self.function or next(iter(begun), "")
        if not function:
            self.say("Nothing is in work in this lesson: `reset` begins again what is solved.")
            return
        self.say(f"Put back the stub of {function}()?  Your version is kept.  [y/N] ", end="")
        self._question = lambda: words.begin_again([self.lesson.number, function], self.root)

    def say(self, text: str, end: str = "\n") -> None:
        print(text, end=end, flush=True)

    def say_keys(self) -> None:
        if self.has_keys:
            self.say(KEYS)

    def _listen(self, what: str, source: Iterable[Any]) -> None:
        """Put what comes from there into the queue."""

        def listen() -> None:
            try:
                for value in source:
                    self._events.put((what, value))
            except Exception as problem:  # told by whoever reads the queue
                self._events.put(("failed", problem))

        threading.Thread(target=listen, daemon=True).start()
