"""Functions of libraries that look up a name they are given: while a file is at work, only those it may name itself."""

from __future__ import annotations

import functools
import logging.config
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import sqlalchemy.sql.base
from sqlalchemy.event.registry import _EventKey
from sqlalchemy.util.langhelpers import PluginLoader

from checker.wall.out_of_bounds import is_out_of_bounds
from checker.wall.verdicts import Wrong
from checker.worker.audit import is_ours

IN_CONFIGURATIONS = ("logging.", "uvicorn.logging.", "sys.stdout", "sys.stderr")
OF_FUNCTIONS = {*functools.WRAPPER_ASSIGNMENTS, *functools.WRAPPER_UPDATES}


@contextmanager
def names_refused() -> Iterator[None]:
    """While the block runs, these raise Wrong for what reaches into the process."""
    before = [(place, name, vars(place).get(name)) for place, name, _ in GUARDED]
    for place, name, guarded in GUARDED:
        setattr(place, name, guarded)
    try:
        yield
    finally:
        for place, name, own in before:
            if own is None:
                delattr(place, name)  # what is Python's shows again
            else:
                setattr(place, name, own)


def _refused(what: str) -> Wrong:
    return Wrong(f"{what} reaches into the process that runs it: no exercise needs this")


def _update_wrapper(
    wrapper: Any, wrapped: Any, assigned: Any = functools.WRAPPER_ASSIGNMENTS, updated: Any = ("__dict__",)
):
    assigned, updated = tuple(assigned), tuple(updated)
    strange = [name for name in (*assigned, *updated) if name not in OF_FUNCTIONS and is_out_of_bounds(name)]
    if isinstance(wrapped, ModuleType | type) or strange:
        raise _refused(f"a wrapper of {', '.join(map(str, strange)) or 'a module or a class'}")
    return _wrapping(wrapper, wrapped, assigned, updated)


def _register(self: PluginLoader, name: str, modulepath: str, objname: str) -> None:
    raise _refused("a plug-in of SQLAlchemy's")


def _resolve(self: Any, name: str) -> Any:
    if not str(name).startswith(IN_CONFIGURATIONS):
        raise _refused(f"{name} in a configuration")
    return _resolving(self, str(name))


def _listen(self: _EventKey, *args: Any, **named: Any) -> None:
    first = named.get("insert", False) and "cursor_execute" in self.identifier
    # who asks stands behind SQLAlchemy's listen(), or listens_for()
    if (first or self.identifier.startswith("do_execute")) and not is_ours(sys._getframe(2).f_code.co_filename):
        raise _refused(f"a listener of {self.identifier} that comes before all others")
    _listening(self, *args, **named)


def _getattr(thing: Any, name: str, *rest: Any) -> Any:
    exact = str.__str__(name)  # what a class derived from it says of itself may change
    if exact == "__dict__" or is_out_of_bounds(exact, mine=True):  # SQLAlchemy's own private names are its own
        raise _refused(f"an attribute {exact} asked for by name")
    return getattr(thing, exact, *rest)


_wrapping = functools.update_wrapper
_listening = _EventKey.listen
_resolving = logging.config.BaseConfigurator.resolve
GUARDED: list[tuple[Any, str, Callable[..., Any]]] = [
    (functools, "update_wrapper", _update_wrapper),
    (PluginLoader, "register", _register),
    (_EventKey, "listen", _listen),  # rows that another has taken from the driver, nobody counts
    (sqlalchemy.sql.base, "getattr", _getattr),  # filter_by(), of which a file may make up the names
    (logging.config.BaseConfigurator, "resolve", _resolve),
]
