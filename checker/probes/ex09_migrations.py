"""Probes of lesson 09: they run the learner's revisions, with an `op` of their own and with Alembic's `upgrade`."""

from __future__ import annotations

import asyncio
import inspect
import os
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Integer, MetaData, Table, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from checker.probes.kinds import is_a
from checker.worker.learner import Learner, message
from workbook.bookshop import Base

VARIABLE = "BOOKSHOP_URL"
ENV = """\
from alembic import context
from {module} import run_async_migrations, run_revisions
from workbook.bookshop import Base

run_async_migrations(context.config, Base.metadata, run_revisions)
"""
REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = {before}


def upgrade():
{body}
"""


class Stop(Exception):
    """What `run` raises."""


async def revise(learner: Learner, database_url: str, functions: list[str]) -> None:
    """Run these functions as revisions, one after another, each in a transaction of its own."""
    options: dict[str, Any] = {}
    if make_url(database_url).get_backend_name() == "postgresql":
        options["connect_args"] = {"server_settings": {"lock_timeout": "3s"}}  # else a leak would be waited for
    # an engine as an env.py makes it: on SQLite it does not enforce foreign keys, or no table could be copied
    engine = create_async_engine(database_url, poolclass=NullPool, **options)
    for name in functions:
        async with engine.begin() as connection:
            await connection.run_sync(_run, learner, name)


def _run(connection: Connection, learner: Learner, name: str) -> None:
    result = getattr(learner, name)(Operations(MigrationContext.configure(connection)))
    if inspect.iscoroutine(result):
        result.close()
        raise AssertionError(f"{name}() must be a plain function: a revision is `def`, and `op` is not awaited")


async def revise_next_year(learner: Learner, database_url: str, functions: list[str]) -> None:
    """Run the functions when the program's models are no longer what they were when the revision was written."""
    tables = list(Base.metadata.tables.values())
    names = [table.name for table in tables]
    for table in tables:
        table.name = f"{table.name}_of_next_year"
    try:
        await revise(learner, database_url, functions)
    except Exception as problem:
        if "_of_next_year" not in message(problem):
            raise
        raise AssertionError(
            "the revision uses a model, and by next year the models have changed, so it fails: "
            f"{type(problem).__name__}.  A revision must run for ever: it says itself which table and columns it means"
        ) from None
    finally:
        for table, name in zip(tables, names, strict=True):
            table.name = name


async def upgrade(learner: Learner, configured: str, variable: str | None, bodies: list[str]) -> str | None:
    """`alembic upgrade head` with an env.py that calls the learner's function, for revisions with these bodies.

    `configured` is the URL in alembic.ini, `variable` the one in the environment; returned is the one left there.
    """
    with tempfile.TemporaryDirectory() as folder, _environment(variable):
        _write(Path(folder), learner.path.stem, bodies)
        config = _config(configured)
        config.set_main_option("script_location", folder)
        # a thread has no event loop yet, as at the command line
        await asyncio.to_thread(command.upgrade, config, "head")
        return os.environ.get(VARIABLE)


def _write(folder: Path, module: str, bodies: list[str]) -> None:
    """What `alembic init` and `alembic revision` make, as far as `upgrade` needs it."""
    (folder / "versions").mkdir()
    (folder / "env.py").write_text(ENV.format(module=module), encoding="utf-8")
    for number, body in enumerate(bodies, 1):
        before = repr(f"{number - 1:04}") if number > 1 else None
        text = REVISION.format(number=number, before=before, body=textwrap.indent(body, "    "))
        (folder / "versions" / f"{number:04}.py").write_text(text, encoding="utf-8")


async def run_once(learner: Learner, database_url: str, table: str, fails: bool = False) -> int:
    """Call run_async_migrations with a `run` of our own, which makes one table, or fails; how often it was called."""
    metadata = MetaData()
    Table(table, metadata, Column("id", Integer, primary_key=True))
    called = 0

    def run(*given: Any) -> None:
        nonlocal called
        called += 1
        assert len(given) == 2, f"run() takes a connection and the metadata, and got {len(given)} argument(s)"
        connection, theirs = given
        assert is_a(connection, Connection), (
            f"run() needs a plain Connection, and got a value of type {type(connection).__name__}: "
            "it is `await connection.run_sync(run, …)` that makes one of the other"
        )
        assert theirs is metadata, "run() did not get the metadata that run_async_migrations() was called with"
        if fails:
            raise Stop
        with nullcontext() if connection.in_transaction() else connection.begin():
            metadata.create_all(connection)

    def call() -> None:
        result: Any = learner.run_async_migrations(_config(database_url), metadata, run)
        if inspect.iscoroutine(result):
            result.close()
            raise AssertionError(
                "run_async_migrations() returned a coroutine.  An env.py is a plain script where nobody awaits it, "
                "and so nothing runs: the function must be `def`, and run the coroutine itself"
            )

    with _environment(None), suppress(Stop):
        await asyncio.to_thread(call)
    return called


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))  # as one writes it in alembic.ini
    return config


@contextmanager
def _environment(url: str | None) -> Iterator[None]:
    """BOOKSHOP_URL has this value in the block, or none."""
    before = os.environ.pop(VARIABLE, None)
    if url is not None:
        os.environ[VARIABLE] = url
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before
