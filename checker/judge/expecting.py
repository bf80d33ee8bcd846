"""What a check may expect of a call beside its result: an exception, so many statements and rows, so much memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.judge.growth import Growth
from checker.wall.verdicts import Raised
from workbook.events import listing

if TYPE_CHECKING:
    from checker.judge.counters import Ledger
    from checker.judge.link import Link
    from workbook.events import Trace


class Expecting:
    """A submission's expectations: each is a block that raises AssertionError where it was not met."""

    _trace: Trace
    _link: Link | None
    _peaks: list[tuple[float, float]]
    ledger: Ledger | None

    @contextlib.contextmanager
    def raises(self, name: str, *, saying: str = "") -> Iterator[None]:
        """Expect the learner's code to raise an exception of this class, or of one derived from it.

        With `saying`, its text must hold these words.
        """
        try:
            yield
        except Raised as raised:
            if name not in raised.names:
                raise
            if saying not in raised.message:
                raise AssertionError(
                    f"{name} was to be raised, and was, but does not say {saying!r}: {raised.message!r}"
                ) from None
        else:
            raise AssertionError(f"expected {name} to be raised, but nothing was")

    @contextlib.contextmanager
    def at_most(self, number: int, verb: str = "", *, rows: int | None = None) -> Iterator[None]:
        """Expect at most `number` statements (that begin with `verb`), and `rows` rows that come back with them."""
        start, dropped = len(self._trace), self._trace.dropped
        self.take_word(counted=True)
        before = self.ledger.balance(self._trace, verb) if self.ledger else None
        yield
        sent = self._trace.since(start).statements(verb)
        seen, fetched = len(sent) + self._trace.dropped - dropped, sum(each.fetched + each.told for each in sent)
        evidence = listing(sent)
        if rows is not None and any(statement.fetched < 0 for statement in sent):
            raise AssertionError(f"a synchronous driver's rows come unseen: use an async engine\n{evidence}")
        if self.ledger and before is not None and seen == len(sent):
            after = self.ledger.balance(self._trace, verb)
            hidden, more = after.since(before)
            seen, fetched = seen + max(0, hidden), fetched + max(0, more)
            if hidden > 0 or more > 0:
                evidence += f"\nThe trace does not show all of them.  The server counted:\n{after.listing(before)}"
            if hidden > 0 and rows is not None:
                raise AssertionError(f"nobody can tell how many rows came with what was sent unseen:\n{evidence}")
        if seen > number:
            what = f"{verb or 'statement'}{'s' if number != 1 else ''}"
            raise AssertionError(f"expected at most {number} {what}, saw {seen}:\n{evidence}")
        if rows is not None and fetched > rows:
            raise AssertionError(f"expected at most {rows} rows to be fetched, saw {fetched}:\n{evidence}")

    @contextlib.contextmanager
    def memory_at_most(self, *, megabytes: float, cause: str = "") -> Iterator[None]:
        """Expect the worker's memory to grow by at most `megabytes` (of 10**6 bytes) at its peak while the block runs.

        The kernel is asked where it tells (Linux); elsewhere the worker's own figure is taken, and on Windows there
        is none, so nothing is judged.  Call the function once before the block: what the first call imports and
        caches counts otherwise.  `cause` is the sentence that tells what usually is behind it.
        """
        assert self._link is not None, "a check ran outside its database"
        growth, start = Growth(self._link.pid), len(self._peaks)
        yield
        grown = growth.of_kernel()
        if grown is None:
            told = self._peaks[start:] or [(0.0, 0.0)]
            grown = max(after for _, after in told) - told[0][0]
        if grown > megabytes:
            raise AssertionError(
                f"the call needed {grown:.0f} MB of memory at its peak; allowed are {megabytes:g} MB.\n"
                + (cause or "Something holds every row at once: list(), all(), or objects that somebody keeps.")
            )

    def take_word(self, counted: bool = False) -> None:
        raise NotImplementedError
