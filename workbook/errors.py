"""A sentence on an error that people meet, with its usual cause and its cure; and lesson 12's table of them."""

from __future__ import annotations

import gc
import string
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from workbook.known import KNOWN
from workbook.known.clinic import CLINIC

MOST = 300  # characters of a clue: a learner's code can have a say in it
ANY = {
    "attribute": "an attribute",
    "owner": "object",
    "option": "selectinload(…)",
    "first": "an error",
    "call": "a call",
}
"""What stands in the table, where there is no case at hand."""


def diagnosis(error: BaseException) -> str:
    """The class of an error and, if the database gave one, its code: "DBAPIError, 40P01"."""
    inner = getattr(error, "orig", None) or error
    if type(inner).__module__ == "sqlalchemy.exc":  # on SQLite, 2.1 wraps a MissingGreenlet in a StatementError
        error = inner
    code = getattr(inner, "sqlstate", None) or getattr(inner, "sqlite_errorname", None)
    return type(error).__name__ + (f", {code}" if code else "")


async def examine(function: Callable[..., Awaitable[Any]], *arguments: Any) -> None:
    """Call a function and print what it gives, or the diagnosis of what it raises."""
    try:
        print("no error:", await function(*arguments))
    except Exception as error:
        print(diagnosis(error))
    gc.collect()  # a coroutine that nobody could await ends here, and not amid whatever runs later


def sentence(name: str, clues: Mapping[str, object]) -> str:
    """The cause and the cure of a situation, with what is known of this case; "" for one in no table."""
    known = next((it for it in [*CLINIC, *KNOWN] if it.name == name), None)
    told = f"{_filled(known.cause, clues)}: {_filled(known.cure, clues)}." if known else ""
    before = (
        f"This came second, when a block was left; first was {clues['before']}."[:MOST] if "before" in clues else ""
    )
    others = f"Raised beside it: {clues['others']}."[:MOST] if "others" in clues else ""
    return " ".join(filter(None, [before, told, others]))


def as_markdown() -> str:
    """The whole table: error, usual cause, cure."""
    rows = ["| error | usual cause | cure |", "|---|---|---|"]
    for it in CLINIC:
        rows.append(f"| `{it.error}` | {_begun(_filled(it.cause, ANY))} | {_begun(_filled(it.cure, ANY))} |")
    return "\n".join(rows)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Words(string.Formatter):
    """Formats `{name}` as the clue, and `{name: at }` as " at " and the clue, or nothing when there is no such clue."""

    def get_value(self, key, args, kwargs) -> str:  # type: ignore[no-untyped-def]
        return str(kwargs.get(key, ""))[:MOST]

    def format_field(self, value: str, format_spec: str) -> str:
        return f"{format_spec}{value}" if value else ""


def _filled(text: str, clues: Mapping[str, object]) -> str:
    return _Words().vformat(text, (), clues)
