"""Reads what a worker answers: whatever it sends is cut to what anybody reads, before a pattern meets it."""

from __future__ import annotations

from typing import Any

from checker.wall import wire
from checker.wall.verdicts import Frame, NotSolved, Raised, Wrong

MOST_TEXT, MOST_NAME, MOST_PARTS = 4_000, 200, 50  # characters of a text and of a name, frames and the like
MOST_ITEMS = 200  # of a list


def unpack(reply: dict[str, Any]) -> Any:
    """What a call returned.  Raises NotSolved, Wrong or Raised where it did not return."""
    outcome = reply["outcome"]
    if outcome == "returned":
        return wire.from_plain(reply["value"])
    if outcome == "not solved yet":
        raise NotSolved(cut(reply["why"]), cut(reply["where"]))
    if outcome == "wrong":
        raise Wrong(cut(reply["why"]))
    if outcome == "raised":
        frames = [Frame(cut(f["where"]), cut(f["function"]), cut(f["line"])) for f in reply["frames"][:MOST_PARTS]]
        names = [cut(name)[:MOST_NAME] for name in reply["names"][:MOST_PARTS]]
        clues = {cut(name): cut(clue) for name, clue in list(dict(reply["clues"]).items())[:MOST_PARTS]}
        raise Raised(names or ["?"], cut(reply["message"]), frames, clues)
    raise Wrong(f"the worker's answer has an outcome that does not exist: {short(outcome)}")


def few(values: Any) -> list[Any]:
    """The first ones of a list of the worker's, as many as anybody reads.  Raises Wrong if it is none."""
    if not isinstance(values, list):
        raise Wrong(f"a list was expected from the worker, and not {short(values)}")
    return values[:MOST_ITEMS]


def cut(value: Any) -> str:
    """Text of the worker's, before any pattern meets it."""
    text = str(value)
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + " …"


def short(value: Any, width: int = 60) -> str:
    """A value as it is shown in a sentence."""
    text = repr(value)
    return text if len(text) <= width else text[: width - 2] + " …"
