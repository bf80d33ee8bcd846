"""What all checks of a run share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from checker.judge.link import Link
from checker.judge.roving import RovingEngine
from checker.judge.workers import Workers
from workbook.fresh.databases import FreshDatabases

if TYPE_CHECKING:
    from checker.judge.counters import Counters


@dataclass
class Bench:
    """What all checks of a run share."""

    databases: FreshDatabases
    workers: Workers | None
    """None: without the wall, through `direct`."""
    seed: int
    limit: float
    """Seconds a check may take."""
    alone: bool = True
    """Whether nobody else's code runs meanwhile on what all share, the server above all."""
    counters: Counters | None = None
    """The server's own, where there is one."""
    roving: RovingEngine = field(default_factory=RovingEngine)
    """The judge's."""
    direct: Callable[[dict[str, Any]], AbstractAsyncContextManager[Link]] | None = None
    """A link to the learner's code in this very process, for a debugger."""
