"""Whether a worker is, after a check, what it was before it: only then may it do another one of the same submission."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from operator import is_
from typing import Any

from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.event import registry
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.pool import Pool
from sqlalchemy.schema import SchemaItem

from workbook.bookshop import Base

TO_END = 0.1  # seconds in which a driver's thread, whose connection was just closed, comes to its end


class Untouched:
    """What an ordinary file (`checker.judge.reaching.is_ordinary`) could change for all that follows in its process.

    Functions that are replaced are noticed by `checker.worker.changed`.
    """

    def __init__(self) -> None:
        self.before = _state()
        self.models = [(model, dict(vars(model))) for model in _models()]

    def again(self) -> bool:
        """Tidy up; whether everything is then as it was."""
        gc.collect()  # engines with their listeners and connections
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join(TO_END)
        gc.freeze()  # what is left stays: the next collections need not look at it
        return _state() == self.before and all(_is_as(model, before) for model, before in self.models)


def _state() -> list[Any]:
    root = logging.getLogger()
    tables = Base.metadata.tables.values()
    return [
        threading.active_count(),
        [root.level, list(root.handlers), root.manager.disable],
        _listeners(),
        [dict(Base.metadata.info), *(dict(table.info) for table in tables)],
        [(table.name, len(table.columns), len(table.constraints), len(table.indexes)) for table in tables],
    ]


def _models() -> list[type]:
    return sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)


def _is_as(model: type, before: dict[str, Any]) -> bool:
    now = vars(model)
    # by identity: columns that are compared give SQL
    return now.keys() == before.keys() and all(map(is_, now.values(), before.values()))


def _listeners() -> set[Any]:
    """What listens to events of the classes and tables that all checks share."""
    shared: list[Any] = [Base.metadata, *Base.metadata.tables.values()]
    for kind in (Engine, Dialect, Pool, Session, Mapper, SchemaItem, Base):
        shared += _with_subclasses(kind)
    for model in _models():
        shared += vars(model).values()
    numbers = {id(target) for target in shared}
    return {key for key in registry._key_to_collection if key[0] in numbers}


def _with_subclasses(kind: type) -> Iterator[type]:
    yield kind
    children: list[type] = kind.__subclasses__()
    for child in children:
        yield from _with_subclasses(child)
