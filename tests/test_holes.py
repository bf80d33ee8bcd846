"""What is not written yet is told as that, by its own name: a function's, or a method's with its class."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from variants import ROOT, lessons

from checker.worker.learner import Learner
from workbook.files.exercise import Exercise


@pytest.mark.parametrize("stem", lessons())
def test_every_hole_is_told_by_its_own_name(stem: str):
    learner = Learner(Exercise.find(ROOT / "exercises", stem).file)
    learner.load()
    for name, hole in holes(learner):
        values = [None for parameter in inspect.signature(hole).parameters.values() if parameter.kind < 2]
        with pytest.raises(NotImplementedError) as raised:
            asyncio.run(awaited(hole(*values)))
        assert learner.is_hole(raised.value)
        assert learner.task(raised.value).startswith(f"{name}()")


def holes(learner: Learner) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions of a learner's file that are holes, and the methods of its classes."""
    for name, it in vars(learner.module).items():
        if getattr(it, "__module__", "") != learner.exercise.module:
            continue
        members = vars(it).items() if inspect.isclass(it) else ()
        for full_name, found in [(name, it), *((f"{name}.{member}", method) for member, method in members)]:
            function = inspect.unwrap(found) if callable(found) else None
            if inspect.isfunction(function) and "raise NotImplementedError" in inspect.getsource(function):
                yield full_name, function


async def awaited(result: Any) -> None:
    await (anext(result) if inspect.isasyncgen(result) else result)
