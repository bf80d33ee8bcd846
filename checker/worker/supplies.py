"""What a call is given beside what the check gave: the database's URL, an engine, a factory of sessions, a session."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from checker.wall.verdicts import Wrong
from workbook.database import make_engine


class Supplies:
    """One check's worth of them: whoever asks for an engine twice gets the same."""

    def __init__(self, database: str):
        self.database = database
        self._engine: AsyncEngine | None = None

    async def with_these(
        self, name: str, function: Callable, given: dict[str, Any], stack: AsyncExitStack
    ) -> dict[str, Any]:
        """The arguments of a call: what the check gave, and what else its parameters name.  Raises Wrong for others."""
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            raise Wrong(f"{name}() cannot be called with keywords") from None
        supplied: dict[str, Any] = {}
        wanted = [parameter for parameter in signature.parameters if parameter not in given]
        if "database_url" in wanted:
            supplied["database_url"] = self.database
        if "engine" in wanted:
            supplied["engine"] = self.engine
        if "make_session" in wanted:
            supplied["make_session"] = self._make_session()
        if "session" in wanted:
            # closed without commit: what the function did not commit is gone
            supplied["session"] = await stack.enter_async_context(self._make_session()())
        try:
            signature.bind(**supplied, **given)
        except TypeError as problem:
            ours = ", ".join([*supplied, *(key for key in given if key != "learner")])
            raise Wrong(f"{name}{signature} cannot be called as {name}({ours}): {problem}") from None
        return {**supplied, **given}

    @property
    def engine(self) -> AsyncEngine:
        """The engine that is supplied as `engine`, and under `make_session` and `session`."""
        if self._engine is None:
            self._engine = make_engine(self.database, pool_size=20)  # twenty buyers at once, a connection each
        return self._engine

    def _make_session(self) -> async_sessionmaker[AsyncSession]:
        return async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        """Give back the connections; the learner's own engines are left to the end of the process."""
        if self._engine is not None:
            await self._engine.dispose()
