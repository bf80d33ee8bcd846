"""What is small when it comes and large or slow when it is looked at: refused, each in its own sentence."""

from __future__ import annotations

import asyncio
import decimal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from checker.judge.client import Answer, Wary
from checker.judge.reaching import MOST_BYTES, is_ordinary, reaches
from checker.wall import wire
from checker.wall.verdicts import Wrong
from workbook.events import MOST_EVENTS, Event, Trace

MODULUS = 2**61 - 1  # numbers that differ by it have the same hash


def test_what_is_shared_counts_as_often_as_it_is_written():
    value: Any = [1]
    for number in range(28):  # each holds the one before it twice
        again = {"$": "again", "of": number - 1} if number else value
        inner = value if number == 0 else {"a": value, "b": again}
        fields = {"a": inner} if number == 0 else inner
        value = {"$": "object", "number": number, "type": "T", "unloaded": [], "of": fields}
    with pytest.raises(wire.Malformed, match="more than 300,000 values"):
        wire.from_plain(value)


@pytest.mark.parametrize(
    "values",
    [
        [number * MODULUS for number in range(20_000)],
        [decimal.Decimal(number * MODULUS) for number in range(20_000)],
        [UUID(int=number * MODULUS) for number in range(20_000)],
    ],
    ids=["int", "Decimal", "UUID"],
)
def test_numbers_whose_hashes_collide_are_not_many(values: list[Any]):
    with pytest.raises(wire.Malformed, match="beyond 60 bits"):
        wire.from_plain(wire.to_plain(values))
    assert wire.from_plain(wire.to_plain(values[:500])) == values[:500]


@pytest.mark.parametrize("make", [set, dict.fromkeys])
def test_keys_that_may_collide_are_not_many(make: Any):
    pairs = [(number, number * number) for number in range(wire.MOST_KEYS + 1)]
    with pytest.raises(wire.Malformed, match="keys that are no texts"):
        wire.from_plain(wire.to_plain(make(pairs)))
    assert wire.from_plain(wire.to_plain(make(pairs[1:]))) == make(pairs[1:])
    assert len(wire.from_plain(wire.to_plain(make(map(str, range(20_000)))))) == 20_000


def test_a_source_is_read_once_however_deep_it_is(tmp_path: Path):
    file = tmp_path / "ex00.py"
    file.write_text("x = " + "[" * 60 + "y" + " for y in z]" * 60 + "\n" + "import gc\n")
    assert reaches(file) == "ex00.py:2 (gc)"


def test_a_source_that_is_too_large_is_not_read(tmp_path: Path):
    file = tmp_path / "ex00.py"
    file.write_text("#" * (MOST_BYTES + 1))
    assert reaches(file) == "ex00.py (too large to be read)"
    assert not is_ordinary(file)


class Body(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{}"


class Application(httpx.AsyncBaseTransport):
    def __init__(self, headers: dict[str, str]):
        self.headers = headers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=self.headers, stream=Body())


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"location": "/" * 20_000}, "a header of more than"),
        ({"content-encoding": "gzip, gzip"}, "is encoded"),
    ],
)
async def test_an_answer_that_would_keep_the_judge_is_refused(headers: dict[str, str], words: str):
    async def forever() -> Exception:
        return await asyncio.get_running_loop().create_future()

    transport = Wary(Application(headers), [], lambda: None, forever)
    request = httpx.Request("GET", "http://shop/")
    with pytest.raises(Wrong, match=words):
        await transport._exchange(request, "GET /")


def test_an_answers_encoding_is_one_of_the_common_ones():
    slow = Answer(200, headers={"content-type": "text/html; charset=punycode"}, content=b"-" * 150_000)
    assert slow.text == "-" * 150_000


def test_a_source_nested_deeper_than_a_parser_goes_is_said_to_be_so(tmp_path: Path):
    file = tmp_path / "ex00.py"
    file.write_text("x = lambda: " + "-" * 7_000 + "1\n")
    assert reaches(file) == "ex00.py (nested too deep to be read)"
    assert not is_ordinary(file)


def test_a_trace_has_so_many_events_and_no_more_are_looked_at():
    one = Trace([Event("statement", 0.0)]).to_plain()["events"]
    assert len(Trace.from_plain({"events": one * MOST_EVENTS, "dropped": 0})) == MOST_EVENTS
    with pytest.raises(ValueError, match="more than"):
        Trace.from_plain({"events": [None] * (MOST_EVENTS + 1), "dropped": 0})
