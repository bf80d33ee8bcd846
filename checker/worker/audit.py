"""What the interpreter itself tells of, whatever a file does: texts that become code, pickles, connections of SQLite.

An audit hook cannot be taken away (PEP 578): there is one for the process.
"""

from __future__ import annotations

import importlib._bootstrap_external as bootstrap
import os
import sys
import sysconfig
from collections.abc import Callable
from typing import Any

from checker.wall.out_of_bounds import reached_by
from checker.wall.verdicts import Wrong
from workbook.project import ROOT

# a library's own folders, and ours: what is there, nobody here may write
OURS = (str(ROOT / "checker"), str(ROOT / "workbook"))
LIBRARIES = tuple({os.path.realpath(path) + os.sep for path in (*sysconfig.get_paths().values(), *OURS)})
# whose text is made of the names of a function's variables, of which no file can say what it likes
OF_NAMES = ("sqlalchemy.sql.lambdas",)
IMPORTING = (bootstrap.__name__, "importlib._bootstrap")
_opened: list[Callable[[Any], None]] = []
_theirs: list[str] = []  # the folder of the file that is at work: libraries alone may evaluate what they like
_listening = False


def listen(opened: Callable[[Any], None]) -> None:
    """From now on call `opened` with each connection of sqlite3, however it came to be."""
    global _listening
    _opened[:] = [opened]
    if not _listening:
        _listening = True
        sys.addaudithook(_heard)


def forget() -> None:
    """Call nobody any more."""
    _opened.clear()


def look_at_texts(folder: str | None) -> None:
    """From now on refuse what becomes code and reaches, on behalf of the files in `folder`; None: let all be.

    Nor is anything in there taken from a cache of bytecode, which nobody has read.
    """
    _theirs[:] = [folder] if folder is not None else []
    bootstrap.cache_from_source = _cache_from_source if _theirs else _cached  # type: ignore[attr-defined]


_cached = bootstrap.cache_from_source  # type: ignore[attr-defined]


def _cache_from_source(path: Any, *args: Any, **named: Any) -> Any:
    if not _is_of_a_library(path):
        raise NotImplementedError  # as where there are no caches
    return _cached(path, *args, **named)


def _heard(name: str, arguments: Any) -> None:
    heard = EARS.get(name)
    if heard is not None:
        heard(arguments, sys._getframe(1))


def _text(arguments: Any, frame: Any) -> None:
    text, file = arguments
    if not _theirs or not isinstance(text, str | bytes):
        return
    module = frame.f_globals.get("__name__")
    if module in IMPORTING and (_is_of_a_library(file) or os.fsdecode(file).startswith(_theirs[0])):
        return  # the judge reads theirs
    if module in OF_NAMES or _is_imported(frame):
        return
    reached = reached_by(text if isinstance(text, str) else text.decode(errors="replace"))
    if reached:
        raise Wrong(f"a text in your file is evaluated, and reaches into the process that runs it ({reached})")


def _bytecode(arguments: Any, frame: Any) -> None:
    if _theirs and frame.f_globals.get("__name__") in IMPORTING:
        path = frame.f_locals.get("bytecode_path")
        if path is not None and not _is_of_a_library(path):
            raise Wrong(f"{os.path.basename(path)} is bytecode, which nobody can read")


def _unpickled(arguments: Any, frame: Any) -> None:
    if _theirs:  # plain data names nothing
        raise Wrong(f"a pickle in your file names {'.'.join(map(str, arguments))}, and runs it: no exercise needs this")


def _connected(arguments: Any, frame: Any) -> None:
    for opened in _opened:
        opened(arguments[0])


def is_ours(file: str) -> bool:
    """Whether a file is the checker's or the workbook's."""
    return file.startswith(OURS)


def _is_of_a_library(file: Any) -> bool:
    return os.path.realpath(os.fsdecode(file)).startswith(LIBRARIES)


def _is_imported(frame: Any) -> bool:
    """Whether a library does it while it is imported, and not for a line of theirs."""
    while frame is not None and not frame.f_code.co_filename.startswith(_theirs[0]):
        if frame.f_code.co_name == "<module>" and _is_of_a_library(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


EARS: dict[str, Callable[[Any, Any], None]] = {
    "compile": _text,
    "marshal.loads": _bytecode,
    "pickle.find_class": _unpickled,
    "sqlite3.connect/handle": _connected,
}
