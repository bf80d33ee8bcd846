"""Memory as a budget: the kernel's figure, the worker's own where there is none, and what a check says of them."""

from __future__ import annotations

import mmap
import os
import sys

import pytest

from checker.judge import expecting as judge
from checker.judge.growth import Growth
from checker.judge.submission import Submission
from checker.wall.peak import own_peak

MEGABYTES = 40

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's peak from outside")


class Link:
    """A worker that is this process, and that tells what it is given to tell."""

    pid = os.getpid()

    def __init__(self, *peaks: list[float]):
        self.peaks = list(peaks)

    async def ask(self, request):
        told = {"outcome": "returned", "value": None, "trace": {"events": [], "dropped": 0}}
        return {**told, "peaks": self.peaks.pop(0)} if self.peaks else told


def submission(*peaks: list[float]) -> Submission:
    made = Submission()
    made.connect(Link(*peaks))
    return made


def hold_for_a_moment() -> None:
    # pages that are new for certain: malloc might give out again what this long-lived process holds already
    with mmap.mmap(-1, MEGABYTES * 10**6) as pages:
        for start in range(0, len(pages), mmap.PAGESIZE):
            pages[start] = 1


@on_linux
def test_the_kernel_tells_what_is_given_back_already():
    growth = Growth(os.getpid())
    hold_for_a_moment()
    assert MEGABYTES * 0.8 < growth.of_kernel() < MEGABYTES * 1.3
    assert Growth(os.getpid()).of_kernel() < MEGABYTES / 4, "an earlier peak must not count"


def test_a_process_that_is_gone_has_no_figure():
    assert Growth(2**22 + 1).of_kernel() is None


@on_linux
def test_a_budget_that_is_kept_and_one_that_is_not():
    with submission().memory_at_most(megabytes=MEGABYTES / 4):
        pass
    with (
        pytest.raises(AssertionError, match=r"needed \d\d MB of memory at its peak; allowed are 10 MB.\nA list."),
        submission().memory_at_most(megabytes=10, cause="A list."),
    ):
        hold_for_a_moment()


async def test_where_the_kernel_does_not_tell_the_worker_is_asked(monkeypatch):
    monkeypatch.setattr(judge, "Growth", lambda pid: Growth(2**22 + 1))
    ours = submission([90, 100], [100, 103], [103, 160])
    await ours.first()
    with ours.memory_at_most(megabytes=10):
        await ours.second()
    with pytest.raises(AssertionError, match="needed 57 MB"), ours.memory_at_most(megabytes=10):
        await ours.third()


async def test_where_nobody_tells_nothing_is_judged(monkeypatch):
    monkeypatch.setattr(judge, "Growth", lambda pid: Growth(2**22 + 1))
    ours = submission()
    with ours.memory_at_most(megabytes=0):
        await ours.anything()


@pytest.mark.skipif(sys.platform == "win32", reason="no module resource")
def test_a_process_knows_its_own_peak():
    before = own_peak()
    hold_for_a_moment()
    assert own_peak() >= max(before, MEGABYTES)
