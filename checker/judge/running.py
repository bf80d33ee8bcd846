"""Runs the checks under pytest: the two fixtures, and what all checks of a run share."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from checker.judge import options
from checker.judge.bench import Bench
from checker.judge.case import Case
from checker.judge.shop import Shop
from checker.judge.submission import Submission
from checker.judge.workers import DIRECT, WORKERS
from workbook.address import server_url
from workbook.files.exercise import Exercise
from workbook.fresh.databases import FreshDatabases
from workbook.problems import DatabaseProblem

BENCH = pytest.StashKey[Bench]()
FOLDER = pytest.StashKey[Path]()
CASE = pytest.StashKey[Case]()
ONE_LESSON = re.compile(r"(?:test_)?ex\d\d\w*")
PRELOAD = pytest.StashKey[dict[Path, set[str]]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    if config.option.collectonly:
        return
    config.stash[FOLDER] = options.folder(config, config.option.submission)
    config.stash[BENCH] = make_bench(config)
    workers = config.stash.get(WORKERS, None)
    if workers is not None:
        workers.prepare(reached(config.stash[BENCH].databases.server))


def make_bench(config: pytest.Config) -> Bench:
    """What the checks of this run share.  Raises pytest.UsageError if the database cannot be used."""
    try:
        server = server_url(config.option.database)
    except DatabaseProblem as problem:
        raise pytest.UsageError(options.sentence(problem, config)) from None
    return bench_on(FreshDatabases(server), config)


def bench_on(databases: FreshDatabases, config: pytest.Config) -> Bench:
    """A bench of this process's own."""
    workers = config.stash.get(WORKERS, None)
    bench = Bench(
        databases, workers, options.seed(config), config.option.time_limit, direct=config.stash.get(DIRECT, None)
    )
    if databases.server.get_backend_name() == "postgresql":
        from checker.judge.counters import Counters  # asyncpg is not loaded for SQLite

        bench.counters = Counters(databases.server)
    return bench


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    # where one lesson is asked for, the checks of others need not be imported to be left out
    asked = config.option.keyword.lower()
    others = ONE_LESSON.fullmatch(asked) and collection_path.suffix == ".py" and asked not in collection_path.stem
    return True if others else None


def pytest_itemcollected(item: pytest.Item) -> None:
    # `-k add_user` is for the checks of that function, whatever they are called
    item.extra_keyword_matches.update(*(mark.args for mark in item.iter_markers("exercise")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lab = config.stash.get(options.LAB, None)
    if lab is None:
        return
    left: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("exercise")
        if not lab.asks(item.path.stem.removeprefix("test_"), mark.args[0] if mark else ""):
            left.append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def pytest_collection_finish(session: pytest.Session) -> None:
    config = session.config
    preload = config.stash[PRELOAD] = {}
    for item in session.items:
        preload.setdefault(item.path, set()).update(_needs(item))
    if BENCH not in config.stash or config.option.grader:
        return
    if session.items:
        try:
            asyncio.run(_reach(config.stash[BENCH].databases))
        except DatabaseProblem as problem:
            raise pytest.UsageError(options.sentence(problem, config)) from None
    lacking = unconfined(config.stash[BENCH])
    if lacking and config.option.require_confinement:
        raise pytest.UsageError(f"Workers cannot be confined here: {lacking}.  (--require-confinement was given.)")
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if lacking and terminal is not None:
        terminal.write_line(f"Not confined here: {lacking}.", yellow=True)


def _needs(item: pytest.Item) -> Iterator[str]:
    """The modules that a check's worker needs and not every one does: the nursery loads them once, before the wall."""
    code = item.obj.__code__  # type: ignore[attr-defined]
    yield f"checker.probes.{_stem(item)}"
    if "serve" in code.co_names:
        yield "checker.worker.serve"
    if "probe" in code.co_names and "postgres" in str(code.co_consts):  # an engine for such a URL, on any database
        yield from ("asyncpg", "sqlalchemy.dialects.postgresql.asyncpg")


def _stem(item: pytest.Item) -> str:
    return item.path.stem.removeprefix("test_")


def reached(server: URL) -> str:
    """How a worker reaches the databases of `server`: "file", "socket" or "tcp"."""
    if server.get_backend_name() == "sqlite":
        return "file"
    return "tcp" if server.host else "socket"


async def _reach(databases: FreshDatabases) -> None:
    """Make a first database.  Raises DatabaseProblem if the server cannot be used: once, not for each check."""
    async with databases.fresh():
        pass


def unconfined(bench: Bench) -> str:
    """The parts of the confinement (`checker.confinement.confine`) that are not applied on this machine, or ""."""
    if bench.workers is None:
        return "anything (--in-process)"
    applied = {**bench.workers.confined, "the database's own role": bench.databases.apart}
    return ", ".join(sorted(part for part, is_applied in applied.items() if not is_applied))


def pytest_sessionfinish(session: pytest.Session) -> None:
    bench = session.config.stash.get(BENCH, None)
    if bench is not None:
        close(bench)


def close(bench: Bench) -> None:
    """Give back what a bench holds, but for the workers."""
    if bench.counters is not None:
        bench.counters.close()
    asyncio.run(bench.databases.close())


def exists(item: pytest.Item) -> bool:
    """Whether the check exists on this run's database."""
    database = item.config.stash[BENCH].databases.server.get_backend_name()
    return all(mark.args[0] == database for mark in item.iter_markers("only"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if not exists(item):
        pytest.skip(next(mark.kwargs["reason"] for mark in item.iter_markers("only")))
    begin(item)


def begin(item: pytest.Item) -> None:
    """Give a check its case."""
    stem = _stem(item)
    item.stash[CASE] = Case(
        file=Exercise.find(item.config.stash[FOLDER], stem).file,
        name=f"{stem} {item.name}",
        empty=item.get_closest_marker("empty") is not None,
        limit=max((mark.args[0] for mark in item.iter_markers("limit")), default=0.0),
        deletes=item.get_closest_marker("deletes") is not None,
        preload=frozenset(item.config.stash[PRELOAD][item.path]),  # alike for a lesson: its workers can be kept
        # a peak of memory is the process's, whatever it did before; and a suite is to remember nothing
        alone=bool({"memory_at_most", "trial"} & {*item.obj.__code__.co_names}),  # type: ignore[attr-defined]
    )


def run(item: pytest.Item) -> None:
    """Run a check that has its case; raise what `Case.run` raises."""
    case, check = item.stash[CASE], item.obj  # type: ignore[attr-defined]
    given = {name: getattr(case, name) for name in inspect.signature(check).parameters}
    case.run(item.config.stash[BENCH], check, given)


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Submission:
    """The learner's code, on the other side of the wall."""
    return request.node.stash[CASE].submission


@pytest.fixture
def shop(request: pytest.FixtureRequest) -> Shop:
    """The check's database, seen by the judge."""
    return request.node.stash[CASE].shop


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    run(pyfuncitem)
    return True
