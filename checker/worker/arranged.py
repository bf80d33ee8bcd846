"""What a check arranges beforehand: a fault, a meeting of calls, a gate before which statements stop."""

from __future__ import annotations

from checker.wall.fault import Fault
from checker.wall.verdicts import Wrong
from checker.worker.faults import Faults
from checker.worker.meeting import Meeting
from workbook.gate import Gate
from workbook.trace import Recorder


class Arranged:
    """One check's instruments; its coroutines answer the judge's requests of the same names."""

    def __init__(self, recorder: Recorder):
        self.faults = Faults(recorder)
        self.gate = Gate(only_caused=True)
        self._meeting: Meeting | None = None

    def clear(self) -> None:
        """Undo all of it."""
        self.faults.clear()
        if self._meeting is not None:
            self._meeting.close()
        self.gate.forget()

    async def fault(self, kind: str, nth: int, verb: str, reason: str) -> None:
        self.faults.add(Fault(kind, nth, verb, reason))

    async def meet(self, verb: str, parties: int, patience: float) -> None:
        if self._meeting is not None:
            self._meeting.close()
        self._meeting = Meeting(verb, parties, patience)
        self._meeting.open()

    async def met(self) -> None:
        assert self._meeting is not None, "nobody called them together"
        await self._meeting.arrived.wait()

    async def part(self) -> None:
        if self._meeting is not None:
            self._meeting.over.set()

    async def gate_closed(self, verb: str, seconds: float | None) -> None:
        self.gate.close(verb, seconds=seconds)
        self.gate.listen()

    async def standing(self, expected: int) -> list[int]:
        if expected:
            await self.gate.rest(expected)
        return [self.gate.standing, self.gate.seen, self.gate.most, self.gate.cancelled]

    async def let(self, nth: int, fails: bool) -> None:
        try:
            (self.gate.fail if fails else self.gate.let_one)(nth)
        except LookupError as problem:
            raise Wrong(str(problem)) from None

    async def gate_open(self) -> None:
        self.gate.open()
