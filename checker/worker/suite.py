"""A learner's own suite, in the worker: its tests are found and run, and their `shop` asks through the wall."""

from __future__ import annotations

import builtins
import inspect
import itertools
from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any

from checker.wall import wire
from checker.wall.verdicts import NotSolved, Wrong

Ask = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


async def nobody(question: dict[str, Any]) -> dict[str, Any]:
    """The answer where there is no judge."""
    raise Wrong("nobody is there to be asked")


class Shop:
    """The service under test, as its tests have it: each call is sent, and what comes back is returned or raised."""

    def __init__(self, ask: Ask, module: ModuleType, numbers: Iterator[int] | None = None):
        self._ask, self._module = ask, module
        self._numbers = numbers or itertools.count()
        self._number = next(self._numbers)

    def again(self) -> Shop:
        return Shop(self._ask, self._module, self._numbers)

    async def add_book(self, price: int, copies: int) -> Any:
        return await self._call("add_book", price=price, copies=copies)

    async def set_price(self, isbn: str, price: int) -> Any:
        return await self._call("set_price", isbn=isbn, price=price)

    async def shelf(self, isbn: str) -> Any:
        return await self._call("shelf", isbn=isbn)

    async def register(self, email: str, name: str) -> Any:
        return await self._call("register", email=email, name=name)

    async def buy(self, user_id: int, isbn: str, copies: int = 1) -> Any:
        return await self._call("buy", user_id=user_id, isbn=isbn, copies=copies)

    async def orders_of(self, user_id: int) -> Any:
        return await self._call("orders_of", user_id=user_id)

    async def cancel(self, order_id: int) -> Any:
        return await self._call("cancel", order_id=order_id)

    async def _call(self, call: str, /, **values: Any) -> Any:
        answer = await self._ask({"call": call, "of": self._number, "with": wire.to_plain(values)})
        if "raises" in answer:
            names, text = answer["raises"]
            raise _exception(names, self._module)(text)
        return wire.from_plain(answer["value"])


def _exception(names: list[str], module: ModuleType) -> type[Exception]:
    """The class of that name, the learner's or Python's; else one derived from the nearest of them that there is."""
    name, *others = names
    known = vars(module).get(name, getattr(builtins, name, None))
    if isinstance(known, type) and issubclass(known, Exception):
        return known
    return type(name, (_exception(others, module),), {})


def tests(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions whose names begin with `test_`, and such methods of classes whose names begin with `Test`."""
    found: dict[str, Callable[..., Any]] = {}
    for name, value in vars(module).items():
        if inspect.isclass(value) and name.startswith("Test"):
            found |= {f"{name}.{each}": getattr(value(), each) for each in dir(value) if each.startswith("test_")}
        elif callable(value) and name.startswith("test_"):
            found[name] = value
    return found


async def run(module: ModuleType, name: str, ask: Ask) -> None:
    """Run one of the tests; what it raises comes out."""
    test = tests(module).get(name)
    if test is None:
        raise NotSolved(f"there is no {name}() any more")
    wanted = [each.name for each in inspect.signature(test).parameters.values() if each.default is each.empty]
    if wanted not in ([], ["shop"]):
        raise Wrong(
            f"{name}({', '.join(wanted)}) cannot be called: a test is given one thing, and its name is `shop`; several "
            "values are for a loop inside of the test"
        )
    if not inspect.iscoroutinefunction(test):
        raise Wrong(f"{name}() must be `async def`: the calls of a shop are awaited")
    await test(**{given: Shop(ask, module) for given in wanted})
