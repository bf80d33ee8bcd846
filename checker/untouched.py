"""Whether a worker is, after a check, what it was before it: only then may it do another one of the same submission."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import sys
import threading
import warnings
from operator import is_
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.event import registry
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.pool import Pool

from workbook.bookshop import Base

TO_END = 0.1  # seconds in which a driver's thread, whose connection was just closed, comes to its end


class Untouched:
    """What a learner's code could change for the whole process, as it was when this was made.

    Functions that are replaced are noticed by `checker.changed`; and what else can be changed and is not here costs
    nobody a point, for what fails in a worker that was kept is judged again in a fresh one.
    """

    def __init__(self) -> None:
        self.before = _state()
        self.models = [(model, dict(vars(model))) for model in _models()]

    def again(self, folder: Path) -> bool:
        """Forget the modules of the submission in `folder`; whether everything is then as it was."""
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]
        gc.collect()  # engines with their listeners and connections
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join(TO_END)
        gc.freeze()  # what is left stays: the next collections need not look at it
        return _state() == self.before and all(_is_as(model, before) for model, before in self.models)


def _state() -> list[Any]:
    root = logging.getLogger()
    return [
        threading.active_count(),
        list(sys.path),
        sys.gettrace(),
        sys.getprofile(),
        {name: value for name, value in os.environ.items() if name not in ("HOME", "TMPDIR")},
        list(warnings.filters),
        [root.level, list(root.handlers), root.manager.disable],
        [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        len(sqlite3.adapters) + len(sqlite3.converters),
        _listeners(),
        sorted(Base.metadata.tables),
    ]


def _models() -> list[type]:
    return sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)


def _is_as(model: type, before: dict[str, Any]) -> bool:
    now = vars(model)
    # by identity: columns that are compared give SQL
    return now.keys() == before.keys() and all(map(is_, now.values(), before.values()))


def _listeners() -> set[Any]:
    """What listens to events of the classes and tables that all checks share."""
    shared = [Engine, Pool, Session, Mapper, Base, *Base.metadata.tables.values()]
    for model in _models():
        shared += [model, *vars(model).values()]
    numbers = {id(target) for target in shared}
    return {key for key in registry._key_to_collection if key[0] in numbers}
