"""The shops of lesson 10: each mistake is told by one test of the reference suite, and a suite learns nothing else."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from variants import ROOT

from checker.judge import trial
from checker.judge.bench import Bench
from checker.judge.case import Case
from checker.judge.desk import CALLS, MOST_CALLS, MOST_PROCESSES, Desk, drawn_pace
from checker.judge.forked import Nursery
from checker.judge.running import reached
from checker.services.broken import BROKEN
from checker.services.right import RIGHT, Shop
from checker.wall import wire
from checker.wall.verdicts import Wrong
from checker.worker import suite
from workbook.address import server_url
from workbook.fresh.databases import FreshDatabases

STEM = "ex10_testing"


def reference() -> ModuleType:
    """The solution, whose suite is the reference."""
    spec = importlib.util.spec_from_file_location(f"solution_{STEM}", ROOT / "solutions" / f"{STEM}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = reference()
PRELOADED = frozenset({f"checker.probes.{STEM}"})  # as under `pytest checker`
TESTS = list(suite.tests(REFERENCE))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Shop, tmp_path / "shop", Random(1), drawn_pace(Random(1)))
    yield desk
    desk.close()


def asks(desk: Desk) -> suite.Ask:
    async def ask(question: dict[str, Any]) -> dict[str, Any]:
        return desk.answer(question)

    return ask


def noticed(kind: type[Shop], folder: Path, seed: int = 1) -> set[str]:
    """The tests of the reference suite that fail on a service."""
    failed = set()
    for name in TESTS:
        desk = Desk(kind, folder / name, Random(seed), drawn_pace(Random(seed)))
        try:
            asyncio.run(suite.run(REFERENCE, name, asks(desk)))
        except (Exception, pytest.fail.Exception):  # what pytest.raises raises is no Exception
            failed.add(name)
        finally:
            desk.close()
    return failed


@pytest.mark.parametrize("kind", RIGHT)
@pytest.mark.parametrize("seed", range(3))
def test_the_reference_accepts_every_right_service(kind: type[Shop], seed: int, tmp_path: Path):
    assert noticed(kind, tmp_path, seed) == set()


def test_one_test_one_mistake(tmp_path: Path):
    """Without any one of its tests the reference lets one broken service live, and it is the one the test is for."""
    told = {kind.__name__: noticed(kind, tmp_path) for kind in BROKEN}
    assert {name: tests for name, tests in told.items() if len(tests) != 1} == {}, "told by exactly one test"
    assert Counter(test for tests in told.values() for test in tests) == Counter(TESTS), "each by a test of its own"
    for test in TESTS:
        alive = [name for name, tests in told.items() if not tests - {test}]
        assert len(alive) == 1, f"without {test}: {alive}"


def test_there_are_enough_and_each_has_its_check():
    assert len(RIGHT) == 3
    assert len(BROKEN) >= 12
    text = (ROOT / "checker" / f"test_{STEM}.py").read_text(encoding="utf-8")
    named = Counter(
        ast.unparse(node.args[2]).removeprefix("broken.")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "trial.refuses"
    )
    assert named == Counter(kind.__name__ for kind in BROKEN)


def test_what_a_learner_reads_of_a_broken_service_is_no_code():
    for kind in BROKEN:
        said = kind.__doc__ or ""
        assert said.endswith(".")
        assert not [word for word in (*vars(kind), *vars(Shop), "SELECT", "UPDATE") if f"{word}(" in said]


# -- what the desk takes ---------------------------------------------------------------------------------------------


async def sent(desk: Desk, call: Any, values: Any, of: Any = 0) -> dict[str, Any]:
    return desk.answer({"call": call, "of": of, "with": wire.to_plain(values)})


@pytest.mark.parametrize(
    ("call", "values", "raises"),
    [
        ("close", {}, "AttributeError"),
        ("run", {"sql": "SELECT 1"}, "AttributeError"),
        ("__init__", {}, "AttributeError"),
        (["shelf"], {"isbn": "1"}, "AttributeError"),
        ("shelf", {}, "TypeError"),
        ("shelf", {"isbn": "1", "self": "1"}, "TypeError"),
        ("shelf", ["1"], "TypeError"),
        ("shelf", {"isbn": 1}, "TypeError"),
        ("add_book", {"price": True, "copies": 1}, "TypeError"),
        ("add_book", {"price": 1.5, "copies": 1}, "TypeError"),
        ("add_book", {"price": 2**63, "copies": 1}, "OverflowError"),
        ("register", {"email": "x" * 10_000, "name": "x"}, "ValueError"),
        ("register", {"email": "\ud800", "name": "x"}, "UnicodeEncodeError"),
        ("shelf", {"isbn": "' OR 1=1 --"}, "LookupError"),
    ],
)
async def test_what_is_no_call_of_the_contract_is_an_exception_of_the_suite(desk: Desk, call, values, raises):
    assert (await sent(desk, call, values))["raises"][0][0] == raises
    assert "value" in await sent(desk, "add_book", {"price": 1, "copies": 1})


async def test_a_desk_has_its_limits(desk: Desk):
    for number in (-1, MOST_PROCESSES, "0", None, True):
        assert (await sent(desk, "shelf", {"isbn": "1"}, number))["raises"][0][0] == "ValueError"
    for _ in range(MOST_CALLS):
        await sent(desk, "shelf", {"isbn": "1"})
    assert (await sent(desk, "shelf", {"isbn": "1"}))["raises"][0][0] == "RuntimeError"


def test_every_call_of_the_contract_is_taken():
    promised = {name for name, value in vars(REFERENCE.Shop).items() if callable(value) and not name.startswith("_")}
    assert promised == {*CALLS, "again"}
    proxy = {name for name in vars(suite.Shop) if not name.startswith("_")}
    assert proxy == promised


def test_a_broken_service_comes_at_every_place():
    """Of the patterns that there are, each is drawn as often as another: a guess is right by chance alone."""
    random, kind = Random(1), BROKEN[0]
    drawn = Counter(tuple(each is kind for each in trial.drawn(random, kind)) for _ in range(6_000))
    patterns = 2**trial.ROUNDS - 2
    assert len(drawn) == patterns
    assert max(drawn.values()) < 2 * 6_000 / patterns


# -- what a suite can know, in a worker ------------------------------------------------------------------------------


@pytest.fixture
def bench() -> Iterator[Bench]:
    server = server_url("sqlite")
    workers = Nursery()
    workers.prepare(reached(server))
    bench = Bench(FreshDatabases(server), workers, seed=1, limit=30.0)
    yield bench
    workers.close()
    asyncio.run(bench.databases.close())


def tried(bench: Bench, folder: Path, text: str, broken: type[Shop] | None = None) -> str:
    """What is said of a suite that is tried on the right services, or on a broken one too; "" if it is right."""
    (folder / f"{STEM}.py").write_text(text, encoding="utf-8")
    case = Case(folder / f"{STEM}.py", "tried", alone=True, preload=PRELOADED)

    async def check(submission: Any, shop: Any) -> None:
        await (trial.accepts(submission, shop) if broken is None else trial.refuses(submission, shop, broken))

    try:
        case.run(bench, check, {"submission": case.submission, "shop": case.shop})
    except Wrong as wrong:
        return str(wrong)
    return ""


# each asserts that it has found nothing: what it finds is in the message
LOOKS = {
    "the files": """
import os, pathlib
def look():
    for path in (ROOT / "checker", ROOT / "checker" / "services", ROOT / "checker" / "services" / "broken.py"):
        try:
            yield path.read_text() if path.suffix else os.listdir(path)
        except OSError:
            pass
""",
    "an import": """
import importlib, sys
sys.path.insert(0, str(ROOT))
def look():
    for name in ("checker.services", "checker.services.broken", "checker.services.right", "checker.judge.desk"):
        try:
            yield importlib.import_module(name)
        except (ImportError, OSError):
            pass
""",
    "modules and objects": """
import gc, sys
def look():
    ours = ("checker.services", "checker.judge")
    yield from (name for name in sys.modules if name.startswith(ours))
    yield from (kind.__name__ for kind in gc.get_objects() if isinstance(kind, type) and kind.__name__ in NAMES)
""",
    "frames": """
import sys
def look():
    frame = sys._getframe()
    while frame:
        yield from (str(value) for value in frame.f_locals.values() if type(value).__name__ in NAMES)
        frame = frame.f_back
""",
    "notes of another service": """
import os, pathlib, builtins
def look():
    notes = [pathlib.Path(name) for name in ("note", "../note", "../../note", "/tmp/note", "/dev/shm/note")]
    yield from [str(note) for note in notes if note.exists()]
    for note in notes:
        try:
            note.write_text("seen")
        except OSError:
            pass
    if hasattr(builtins, "note") or "NOTE" in os.environ:
        yield "in memory"
    builtins.note = os.environ["NOTE"] = "seen"
""",
}


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")
@pytest.mark.parametrize("where", LOOKS)
def test_a_suite_finds_nothing_of_the_services(where: str, bench: Bench, tmp_path: Path):
    names = [kind.__name__ for kind in (*BROKEN, *RIGHT) if kind is not Shop]
    head = f"from pathlib import Path\nROOT, NAMES = Path({str(ROOT)!r}), {names}\n"
    test = (
        "async def test_look(shop):\n    assert await shop.add_book(1, 1)\n    assert not (found := [*look()]), found\n"
    )
    said = tried(bench, tmp_path, head + LOOKS[where] + test)
    assert said == "" or "your code replaces" in said, said


def test_the_reference_notices_through_the_wall(bench: Bench, tmp_path: Path):
    text = (ROOT / "solutions" / f"{STEM}.py").read_text(encoding="utf-8")
    assert tried(bench, tmp_path, text) == ""
    assert tried(bench, tmp_path, text, BROKEN[0]) == ""


def test_a_suite_that_does_not_notice_is_told_the_behaviour(bench: Bench, tmp_path: Path):
    said = tried(bench, tmp_path, "async def test_nothing(shop):\n    pass\n", BROKEN[0])
    assert str(BROKEN[0].__doc__) in said
    assert "test_nothing" in said
    assert BROKEN[0].__name__ not in said


def test_a_suite_that_refuses_a_right_service_is_told_its_line_and_the_calls(bench: Bench, tmp_path: Path):
    text = "async def test_ids(shop):\n    number = await shop.register('a@b.org', 'A')\n    assert number == -1\n"
    said = tried(bench, tmp_path, text)
    assert f"{STEM}.py:3 in test_ids" in said
    assert "register(email='a@b.org', name='A') returned" in said
