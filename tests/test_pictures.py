"""Pictures are drawn from any trace, the empty and the enormous included, and say in words what they show."""

from __future__ import annotations

import re
from html import unescape

import pytest

from workbook.canvas import Picture, bars
from workbook.events import Event, Trace
from workbook.pictures import pool_timeline, timeline, waterfall
from workbook.turns import waits

USE = [
    Event("connect", 0.001, connection=1),
    Event("checkout", 0.002, connection=1, cause="ana"),
    Event("begin", 0.002, connection=1, cause="ana"),
    Event("statement", 0.003, sql="UPDATE books SET stock=? WHERE books.id = ?", connection=1, cause="ana"),
    Event("statement", 0.004, sql="SELECT 1", failed="OperationalError", connection=2, cause="ben"),
    Event("commit", 0.005, connection=1, cause="ana"),
    Event("checkin", 0.006, connection=1, cause="ana"),
    Event("checkout", 0.006, connection=1, cause="ben"),
]
TRACES = {
    "empty": Trace(),
    "small": Trace(USE),
    "leftovers of an earlier cell": Trace([Event("checkin", 0.1, connection=3), Event("rollback", 0.2)]),
    "enormous": Trace([Event("statement", n / 1000, sql="SELECT a FROM b", connection=1) for n in range(2000)], 500),
}


@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
@pytest.mark.parametrize("draw", [pool_timeline, timeline, lambda trace: waterfall({"a": trace, "b": Trace()})])
def test_every_trace_becomes_a_small_picture(draw, trace):
    picture = draw(trace)
    assert isinstance(picture, Picture)
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.png) < 50_000


def test_only_who_waited_for_a_turn_waits():
    assert waits(USE) == [("ben", 0.006)]


def test_a_timeline_tells_its_story_in_words():
    told = repr(timeline(Trace(USE), ["ours", "theirs"], notes={1: "one copy fewer"}))
    assert told.splitlines()[1:] == [
        "ours: BEGIN",
        "ours: UPDATE books - one copy fewer",
        "theirs: SELECT (failed)",
        "ours: COMMIT",
    ]


def test_lanes_by_cause_and_with_the_pool():
    assert "ben: checkout" in repr(timeline(Trace(USE), by="cause", pool=True))


def test_bars_leave_out_what_was_not_measured():
    picture = bars({"rows per second": {"one by one": 900.0, "COPY": 0.0}, "memory, MB": {"COPY": 1.5}}, "Ways")
    assert repr(picture) == "Ways: one by one, COPY"


def test_a_notebook_shows_the_picture_with_its_words_for_those_who_cannot_see_it():
    from IPython.core.formatters import DisplayFormatter

    shown, _ = DisplayFormatter().format(timeline(Trace(USE), ["ours", "<theirs>"], title='A "sale"'))
    assert set(shown) == {"text/html", "text/plain"}
    [alt] = re.findall(r'alt="([^"]*)"', shown["text/html"])
    assert unescape(alt).split("; ") == shown["text/plain"].splitlines()
    assert "&lt;theirs&gt;: SELECT (failed)" in alt
