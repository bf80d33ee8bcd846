"""A learner's suite on trial: it is run against services of ours, and is right if it fails where one is broken.

A service is tried in a worker of its own, which knows nothing of others, and answers under one name.  Each test has a
service with an empty database; the tests come in another order each time.  How often the broken one comes, and when, is
drawn, so that a suite which does not look at what the service does is right by chance alone: once in 2**ROUNDS - 2.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from checker.judge.desk import Desk, drawn_pace
from checker.judge.link import END_OF_PROCESS
from checker.judge.shop import Shop
from checker.judge.submission import Submission
from checker.services.broken import Closed
from checker.services.right import RIGHT
from checker.services.right import Shop as Service
from checker.wall.verdicts import NotSolved, Raised, Wrong

ROUNDS = 5
EACH = 2  # how often each right service comes where none is broken


async def accepts(submission: Submission, shop: Shop) -> None:
    """Raise Wrong unless the suite passes on every service that keeps the contract, each time, and calls it at all."""
    kinds = [*RIGHT * EACH, Closed]
    shop.random.shuffle(kinds)
    await _try(submission, shop.random, kinds)


async def refuses(submission: Submission, shop: Shop, broken: type[Service]) -> None:
    """Raise Wrong unless the suite fails on this service, and passes on the one it differs from in one thing.

    What a suite asks that was not promised is for `accepts`: here it would count in one draw and not in another.
    """
    await _try(submission, shop.random, drawn(shop.random, broken))


def drawn(random: Random, broken: type[Service]) -> list[type[Service]]:
    """So many rounds, each with the right service or the broken one; both come."""
    while True:
        kinds = [random.choice([broken, Service]) for _ in range(ROUNDS)]
        if 0 < kinds.count(broken) < ROUNDS:
            return kinds


async def _try(submission: Submission, random: Random, kinds: list[type[Service]]) -> None:
    for number, kind in enumerate(kinds):
        if number:
            await submission.renew()
        failed, ran = await _run(submission, random, kind)
        if failed and kind in RIGHT:
            raise Wrong(f"your suite fails on a shop that does all it has promised:\n{failed}")
        if not failed and kind not in RIGHT:
            raise Wrong(f"nobody noticed.  {kind.__doc__}\nAll the tests of your suite passed on such a shop: {ran}")
    if kinds[-1] not in RIGHT:
        await submission.renew()  # what a test that failed has left behind counts against nobody


async def _run(submission: Submission, random: Random, kind: type[Service]) -> tuple[str, str]:
    """How the first test that fails on a service fails, or "", and the tests in words."""
    names = await submission.tests()
    if not names:
        raise NotSolved("there is no test: write functions whose names begin with test_")
    random.shuffle(names)
    pace = drawn_pace(random)
    with TemporaryDirectory(prefix="desk_") as folder:
        for number, name in enumerate(names):
            desk = Desk(kind, Path(folder, str(number)), Random(random.getrandbits(128)), pace)
            try:
                await submission.test(name, desk.answer)
            except Raised as raised:
                if raised.names == [END_OF_PROCESS]:
                    raise
                return _told(name, raised, desk), ""
            finally:
                desk.close()
        left = await submission.leftovers()
        if left:
            raise Wrong("your tests passed, and left something behind:\n" + "\n".join(left[:5]))
    return "", ", ".join(sorted(names))


def _told(name: str, raised: Raised, desk: Desk) -> str:
    lines = [f"{frame.where} in {frame.function}\n    {frame.line}" for frame in raised.frames]
    asked = [f"    {call}" for call in desk.calls[-6:]]
    return "\n".join([*(lines or [name]), str(raised), *(["the shop was asked:"] * bool(asked)), *asked])
