"""The instruments of lesson 11: what may be said of a measurement, and the service that is put under load."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from workbook import load, measuring
from workbook.database import FreshDatabases, make_engine, server_url
from workbook.load_pictures import in_use, spread
from workbook.loaded_shop import KNOBS, POOLS

STEADY = [100.0, 101.0, 99.0, 100.0]


def said(name: str, values: list[float], again: list[float] = [102.0, 99.0, 100.0, 101.0]) -> str:  # noqa: B006
    """What is said of a way, against one of a hundred requests a second."""
    noise, sentence = measuring.verdicts({"usual": STEADY, "again": again, name: values}, "usual", "again")
    assert "which is the noise" in noise
    return sentence


def test_a_difference_that_every_round_shows_is_one():
    assert said("twice", [200.0, 210.0, 190.0, 205.0]).startswith("twice: 2.02 times 'usual'")
    assert "noise" not in said("twice", [200.0, 210.0, 190.0, 205.0])
    assert "noise" not in said("half", [50.0, 52.0, 49.0, 51.0])


def test_a_difference_that_one_round_does_not_show_is_none():
    assert "below the noise" in said("lucky", [150.0, 160.0, 98.0, 170.0])


def test_a_difference_that_is_smaller_than_the_noise_is_none():
    better = [105.0, 106.0, 104.0, 105.0]
    assert "below the noise" not in said("better", better)
    assert "below the noise" in said("better", better, again=[112.0, 99.0, 92.0, 100.0])


def test_of_nine_rounds_the_best_and_the_worst_do_not_count():
    values = {name: [100.0] * 9 for name in ("usual", "again")} | {"better": [300.0, 20.0, *[130.0] * 7]}
    values["again"][4] = 7.0
    noise, sentence = measuring.verdicts(values, "usual", "again")
    assert noise.startswith("7 rounds count; the same twice is up to 0% apart")
    assert sentence == "better: 1.30 times 'usual' (1.30 to 1.30)"


def test_of_two_rounds_nothing_is_concluded():
    *_, sentence = measuring.verdicts({"usual": [1.0, 1.0], "again": [1.0, 1.0], "x": [9.0, 9.0]}, "usual", "again")
    assert "below the noise" in sentence


def test_the_p95():
    assert measuring.p95([7.0]) == 7.0
    assert 94 < measuring.p95([float(number) for number in range(100)]) < 96


async def one_by_one(request, total, at_once, seconds):
    return [await request(number) for number in range(total)]


def counting(made: Counter[str], name: str):
    async def request(number: int) -> None:
        made[name] += 1

    return request


def test_every_way_has_its_turn_in_every_round_and_the_first_is_not_counted():
    made: Counter[str] = Counter()
    ways = {name: counting(made, name) for name in ("a", "b")}
    rates, latest = asyncio.run(measuring.in_turns(ways, one_by_one, total=5, at_once=1, rounds=3))
    assert made == {"a": 20, "b": 20}
    assert {name: len(found) for name, found in rates.items()} == {"a": 3, "b": 3}
    assert set(latest) == {"a", "b"}


def test_when_the_time_is_over_one_round_must_do(monkeypatch):
    monkeypatch.setattr(measuring, "SECONDS_IN_ALL", 0)
    rates, _ = asyncio.run(
        measuring.in_turns({"a": counting(Counter(), "a")}, one_by_one, total=2, at_once=1, rounds=9)
    )
    assert len(rates["a"]) == 1


def test_what_a_request_raises_is_no_measurement():
    async def refused(number: int) -> None:
        raise RuntimeError("503")

    async def kept(request, total, at_once, seconds):
        return await asyncio.gather(*map(request, range(total)), return_exceptions=True)

    with pytest.raises(RuntimeError, match="503"):
        asyncio.run(measuring.in_turns({"a": refused}, kept, total=2, at_once=1, rounds=1))


def test_the_generator_is_the_learners_as_soon_as_it_works(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(load, "ROOT", tmp_path)
    assert asyncio.run(load.generator()) is load.until_there_is_one
    file = tmp_path / "exercises" / "ex11_load.py"
    file.parent.mkdir()
    file.write_text("async def bounded_load(*_):\n    raise NotImplementedError\n", encoding="utf-8")
    assert asyncio.run(load.generator()) is load.until_there_is_one
    works = "async def bounded_load(request, total, at_once):\n    return [await request(n) for n in range(total)]\n"
    file.write_text(works, encoding="utf-8")
    assert asyncio.run(load.generator()).__module__ == "exercises_ex11_load"


def test_until_then_the_workbook_has_one_that_is_bounded():
    under_way, most = [0], [0]

    async def request(number: int) -> int:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        await asyncio.sleep(0)
        under_way[0] -= 1
        return number

    assert asyncio.run(load.until_there_is_one(request, 7, 3)) == list(range(7))
    assert most == [3]


def test_of_a_turn_that_is_cut_short_what_was_answered_counts(monkeypatch):
    monkeypatch.setattr(measuring, "SECONDS_A_TURN", 0.3)

    async def request(number: int) -> None:
        await asyncio.sleep(0 if number < 4 else 60)

    _, times = asyncio.run(measuring.turn(request, load.until_there_is_one, total=9, at_once=2))
    assert len(times) == 4


def test_the_service_answers_in_all_its_ways_and_ends_with_the_block(monkeypatch):
    begun: list[subprocess.Popen[str]] = []

    def started() -> subprocess.Popen[str]:
        begun.append(original())
        return begun[-1]

    original = load.started
    monkeypatch.setattr(load, "started", started)

    async def ask() -> list[str]:
        async with FreshDatabases(server_url("sqlite")).fresh() as url:
            engine = make_engine(url)
            async with engine.begin() as connection:
                book = "INSERT INTO books (isbn, title, price, stock) VALUES ('1', 'Kindred', 1, 1)"
                await connection.exec_driver_sql(book)
            await engine.dispose()
            ways = ["async", "def", "blocking", "nothing", "async?seconds=0.001"]
            ways += [f"pool/{size}?seconds=0.001" for size in POOLS] + [f"knob/{n}" for n in range(len(KNOBS))]
            async with load.under_load(url) as client:
                with pytest.raises(RuntimeError, match="404"):
                    await client.get("/elsewhere")
                return [(await client.get(f"/{way}"))["title"] for way in ways]

    assert set(asyncio.run(ask())) == {"Kindred"}
    assert [process.poll() for process in begun] == [0]


def test_the_pictures_say_what_they_show():
    measured = {"x": [1.0, 2.0], "y": [3.0]}, {"x": [9.0], "y": [8.0, 7.0]}
    drawn = spread(measured, "Two ways", {"x": 2.0, "y": 4.0})
    assert (drawn.words, drawn.png[:4]) == ("Two ways: x, y", b"\x89PNG")
    assert in_use([(0.0, 2.0), (1.0, 3.0)], "In use").words.startswith("In use: ")
