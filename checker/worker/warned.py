"""Hears what SQLAlchemy warns of in a worker, and notes in the trace what is known of it."""

from __future__ import annotations

import sys
import warnings
from typing import Any

from sqlalchemy.exc import SADeprecationWarning, SAWarning

from workbook.clues.warned import of_warning
from workbook.trace import Recorder


class Warned:
    """From entering to leaving it, a "warned" event for each warning of SQLAlchemy's of which something is known.

    The others are printed, as all are elsewhere; but for those of what will change in another version.
    """

    def __init__(self, recorder: Recorder):
        self.recorder = recorder
        self._as_before = warnings.catch_warnings()

    def __enter__(self) -> Warned:
        self._as_before.__enter__()
        self._show = warnings.showwarning
        for kind in (SAWarning, SADeprecationWarning):  # else once for a line, and a worker lives longer than a check
            warnings.simplefilter("always", kind)
        warnings.showwarning = self._note
        return self

    def __exit__(self, *_: object) -> None:
        self._as_before.__exit__(None, None, None)

    def _note(self, message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
        clues = of_warning(str(message)) if issubclass(category, SAWarning | SADeprecationWarning) else {}
        if clues:
            self.recorder.note("warned", clues=clues)
        elif issubclass(category, SADeprecationWarning):  # as by default
            return
        elif issubclass(category, SAWarning):  # its place is one of SQLAlchemy's own
            print(f"{category.__name__}: {message}", file=sys.stderr)
        else:
            self._show(message, category, *place, **more)
