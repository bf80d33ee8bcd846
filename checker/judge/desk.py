"""The judge's side of a suite's `shop`: it takes the calls that come through the wall, and answers for a service."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from typing import Any

from checker.services.right import Shop
from checker.wall import wire

CALLS: dict[str, dict[str, type]] = {
    "add_book": {"price": int, "copies": int},
    "set_price": {"isbn": str, "price": int},
    "shelf": {"isbn": str},
    "register": {"email": str, "name": str},
    "buy": {"user_id": int, "isbn": str, "copies": int},
    "orders_of": {"user_id": int},
    "cancel": {"order_id": int},
}
MOST_CALLS, MOST_PROCESSES = 2_000, 100  # of one test
MOST_NUMBER, MOST_TEXT = 2**31, 1_000
UNEVEN = 0.0002  # seconds by which an answer is late, at most


class Desk:
    """A service at work, for one test: what it sends here is answered, and nothing else is told.

    `late` is by how many seconds later than need be each call is answered.
    """

    def __init__(self, kind: type[Shop], file: Path, random: Random, late: dict[str, float]):
        self.kind, self.file, self.random, self.late = kind, file, random, late
        self.processes: dict[int, Shop] = {}
        self.calls: list[str] = []
        """What was asked and answered, in words."""
        kind.create(file)

    def close(self) -> None:
        """End the service."""
        for process in self.processes.values():
            process.close()
        self.file.unlink()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to `{"call": name, "of": process, "with": values}`: its `value`, or what it `raises`."""
        name, values, shown = question["call"], wire.from_plain(question["with"]), "?"
        try:
            _look_at(name, values, len(self.calls))
            shown = f"{name}({', '.join(f'{key}={value!r}' for key, value in values.items())})"
            until = time.perf_counter() + self.late[name]
            while time.perf_counter() < until:  # so short that to sleep would take longer
                pass
            value = getattr(self._process(question["of"]), name)(**values)
        except Exception as problem:
            names = [kind.__name__ for kind in type(problem).__mro__ if issubclass(kind, Exception)]
            self.calls.append(f"{shown} raised {names[0]}")
            return {"raises": [names, str(problem)[:MOST_TEXT]]}
        self.calls.append(f"{shown} returned {value!r}")
        return {"value": wire.to_plain(value)}

    def _process(self, number: Any) -> Shop:
        if type(number) is not int or not 0 <= number < MOST_PROCESSES:
            raise ValueError(f"a shop has at most {MOST_PROCESSES} processes")
        if number not in self.processes:
            self.processes[number] = self.kind(self.file, self.random)
        return self.processes[number]


def drawn_pace(random: Random) -> dict[str, float]:
    """By how much the answers of a service are late, drawn once for all its desks: nobody knows it by its pace."""
    return {name: random.uniform(0, UNEVEN) for name in CALLS}


def _look_at(name: Any, values: Any, calls: int) -> None:
    """Raise what is to be said of a call that no service need see: a worker can send anything."""
    if calls >= MOST_CALLS:
        raise RuntimeError(f"a test may call the shop {MOST_CALLS:,} times")
    if not isinstance(name, str) or name not in CALLS:
        raise AttributeError("a shop has no such call")
    if not isinstance(values, dict) or values.keys() != CALLS[name].keys():
        raise TypeError(f"{name}() takes {', '.join(CALLS[name])}")
    for key, value in values.items():
        kind = CALLS[name][key]
        if type(value) is not kind:
            raise TypeError(f"{name}({key}=…) takes {kind.__name__}, not {type(value).__name__}")
        if isinstance(value, int) and abs(value) >= MOST_NUMBER:
            raise OverflowError(f"{name}({key}=…): the number is too large")
        if isinstance(value, str) and len(value.encode(errors="replace")) > MOST_TEXT:
            raise ValueError(f"{name}({key}=…): the text is too long")
