"""Hostile messages, sources and trees: whatever comes, the judge's side answers in the one way that is agreed, soon.

Derandomised here; for an hour by hand: `FUZZ=200000 pytest -c tests/pytest.ini tests/fuzz`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.intake.entries import Entry, Refused
from checker.intake.laying_out import lay_out
from checker.judge.reaching import is_ordinary, reaches
from checker.judge.submission import Submission
from checker.reports.shapes import shape
from checker.wall import wire
from checker.wall.verdicts import NotSolved, Raised, Wrong
from workbook.files.removing import remove

BY_HAND = int(os.environ.get("FUZZ", "0"))
pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")
bounded = settings(
    max_examples=BY_HAND or 60,
    derandomize=not BY_HAND,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TAGS = st.sampled_from([*wire.SCALARS, "dict", "tuple", "set", "again", "object", "?"])


def tagged(inner: st.SearchStrategy) -> st.SearchStrategy:
    fields = {"$": TAGS | SCALARS, "of": inner | SCALARS}
    more = {"number": SCALARS, "type": SCALARS, "unloaded": inner | SCALARS}
    return st.fixed_dictionaries(fields, optional=more)


PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4) | tagged(inner),
    max_leaves=25,
)


@bounded
@given(PLAIN)
def test_a_value_arrives_or_is_malformed(plain: Any):
    with suppress(wire.Malformed):
        wire.from_plain(plain)


@bounded
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_a_line_is_a_message_or_malformed(line: bytes):
    with suppress(wire.Malformed):
        assert isinstance(wire.from_line(line), dict)


REPLY = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(["returned", "raised", "wrong", "not solved yet", "?"]) | PLAIN,
        **dict.fromkeys(("value", "why", "where", "names", "message", "frames", "clues", "output", "changed"), PLAIN),
        "trace": PLAIN | st.fixed_dictionaries({"events": PLAIN, "dropped": SCALARS}),
        "peaks": PLAIN | st.just([0, 0]),
    },
)


class Liar:
    """A link that answers what it was made with."""

    pid = 0

    def __init__(self, reply: dict[str, Any]):
        self.reply = reply

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.reply


@bounded
@given(REPLY)
def test_a_reply_is_a_value_or_a_verdict(reply: dict[str, Any]):
    submission = Submission()
    submission.connect(Liar(reply))  # type: ignore[arg-type]
    with suppress(Wrong, Raised, NotSolved):
        asyncio.run(submission.greeting())  # type: ignore[arg-type]


LINES = st.sampled_from(
    """import gc|from sys import *|x = [y for y in [z for z in w]]|def f(): pass|class A: gc = 1|"a" "b"|x.y.z = 1
    getattr(a, "b")|f"{x!r}"|lambda: (yield)|match x:|    case A(gc=1): ...|'''|async def g():|    await h|\x00|é = 1
    try:|except* E:|    pass|@d|x: int = 1|(|)|]|{|\\|if 1:|\tx""".replace("\n", "|").split("|")
)


@bounded
@given(st.lists(LINES, max_size=12).map("\n".join) | st.text(max_size=200), st.integers(0, 60))
def test_a_source_is_read_or_said_to_be_unreadable(source: str, depth: int):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ex00_start_here.py")
        nested = "[" * depth + "x" + " for x in y]" * depth
        file.write_bytes(f"{source}\n{nested}\n".encode("utf-8", "surrogatepass"))
        assert isinstance(reaches(file), str)
        assert isinstance(is_ordinary(file), bool)
        assert isinstance(shape(Path(folder), [file.stem], Path(folder, "none")), list)


NAMES = st.binary(min_size=1, max_size=20).filter(lambda name: b"/" not in name and b"\0" not in name)
PARTS = (NAMES | st.sampled_from([b"ex00_start_here.py", b"ex01.py", b"a", b"b"])).filter(
    lambda name: name not in (b".", b"..")
)
TREES = st.lists(st.tuples(st.lists(PARTS, min_size=1, max_size=4), st.binary(max_size=20)), max_size=8)


@bounded
@given(TREES, st.booleans())
def test_a_tree_is_laid_out_or_refused(tree: list[tuple[list[bytes], bytes]], as_zip: bool):
    top = Path(tempfile.mkdtemp())
    try:
        (into := top / "into").mkdir()
        entry = Entry("mallory", top / ("in.zip" if as_zip else "in"))
        if as_zip:
            with zipfile.ZipFile(entry.path, "w") as archive:
                for parts, content in tree:
                    archive.writestr(b"/".join(parts).decode("latin-1"), content)
        else:
            entry.path.mkdir()
            for parts, content in tree:
                place = os.path.join(os.fsencode(entry.path), *parts)
                try:
                    os.makedirs(os.path.dirname(place), exist_ok=True)
                    with open(place, "wb") as file:
                        file.write(content)
                except OSError:  # a file where a folder should be
                    continue
        with suppress(Refused):
            lay_out(entry, into)
        assert {path.name for path in top.iterdir()} == {"into", entry.path.name}
    finally:
        remove(top)
    assert not top.exists()
