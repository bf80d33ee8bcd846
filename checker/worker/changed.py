"""Notices, in the worker, when a learner's code has replaced a function of a library or of the worker itself."""

from __future__ import annotations

import asyncio
import builtins
import json
import sqlite3
import sys
from itertools import compress
from operator import is_not
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from checker.worker.driver import Account, Counted, Driver
from workbook.gate import Gate
from workbook.trace import Recorder

CLASSES = (
    *(Engine, Connection, CursorResult, DefaultExecutionContext, Session, Pool, Recorder, Gate, Driver, Account),
    Counted,
    json.JSONEncoder,
    *(AsyncEngine, AsyncConnection, AsyncSession, asyncio.Task, asyncio.BaseEventLoop),
)


class Originals:
    """What the watched classes and modules held at first, and a recorder that must go on listening.

    They are made before any code of a learner's runs, and where workers are forked, once for all of them.
    """

    def __init__(self) -> None:
        self.recorder = Recorder(only_caused=True)
        self.recorder.start()
        self.driver = Driver(self.recorder.is_running)
        self.driver.start()
        ours = ("checker.", "workbook.trace", "workbook.cause", "workbook.events", "workbook.gate")
        modules = [module for name, module in sys.modules.items() if name.startswith(ours)]
        modules += [builtins, asyncio, json, event, sqlite3]
        watched: list[Any] = [*CLASSES, *modules]
        held = [(it, {name: x for name, x in vars(it).items() if callable(x)}) for it in watched]
        self.held = [(it, list(before), list(before.values())) for it, before in held]

    def close(self) -> None:
        """Listen no longer."""
        self.driver.stop()
        self.recorder.stop()

    def changed(self, gate: Gate) -> list[str]:
        """The names of what is something else now; `gate` is this check's, which must go on listening, too."""
        found = []
        for watched, names, before in self.held:
            now = map(vars(watched).get, names)
            # by identity: what stands there now may say of itself that it is equal to anything
            found += [f"{watched.__name__}.{name}" for name in compress(names, map(is_not, now, before))]
        listeners = [*self.recorder._listeners(), *((Engine, *each) for each in self.driver.listeners())]
        for target, name, listener in listeners + (gate.listeners() if gate.listening else []):
            if not event.contains(target, name, listener):
                found.append(f"the listeners of {target.__name__}")
        return found[:5]
