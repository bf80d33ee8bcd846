"""Says how what came back differs from what was expected: the first item that differs, whole, in the task's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from checker.wall.verdicts import Wrong

if TYPE_CHECKING:
    from checker.judge.submission import Submission

NOTHING: Any = object()
TEENS = (11, 12, 13)


def first(holds: object, words: str) -> None:
    """Raise Wrong unless it holds: what a check needs before it can ask its own question.

    A failure here is no sign of what most people get wrong in this check, so that is not said.
    """
    if not holds:
        raise Wrong(words)


def same(
    found: Any,
    expected: Sequence[Any],
    item: str,
    show: Callable[[Any], str] = repr,
    error: type[AssertionError] = AssertionError,
) -> None:
    """Raise an AssertionError that names the first wrong `item` ("user"), unless `found` is the list `expected`.

    `show` says an item in words.
    """
    if not isinstance(found, list | tuple):
        raise Wrong(f"a list of {several(item)} was expected, what came back is {found!r}")
    if list(found) == list(expected):
        return
    for number, (one, other) in enumerate(zip_longest(found, expected, fillvalue=NOTHING), 1):
        if one is not NOTHING and one == other:
            continue
        if one is NOTHING:
            said = f"the {ordinal(number)} {item} is missing: {show(other)}"
        elif other is NOTHING:
            said = f"there is one {item} too many, the {ordinal(number)}: {_shown(show, one)}"
        else:
            said = f"the {ordinal(number)} {item} is {_shown(show, one)}\nexpected: {show(other)}"
        if _same_in_another_order(found, expected):
            said = f"all {len(expected)} {several(item)} are there, but not in the right order: {said}"
        raise error(said)


def same_values(
    found: Any, expected: Mapping[Any, Any], item: str, show: Callable[[Any], str] = repr, value: str = "has"
) -> None:
    """The same for two dicts: which key is missing, too many, or has another value."""
    if not isinstance(found, Mapping):
        raise Wrong(f"a dict was expected, what came back is {found!r}")
    for key, other in expected.items():
        if key not in found:
            raise AssertionError(f"{item} {key!r} is missing: expected {show(other)}")
        if found[key] != other:
            raise AssertionError(f"{item} {key!r} {value} {_shown(show, found[key])}, expected {show(other)}")
    for key in found:
        if key not in expected:
            raise AssertionError(f"there is one {item} too many: {key!r}")


def committed_by(submission: Submission) -> str:
    """What committed although the caller did not, in words: the learner's line, or a connection that always does."""
    commits = submission.trace.of("commit")
    if not commits:
        return (
            'no COMMIT was sent, so the connection commits each statement by itself (isolation_level="AUTOCOMMIT"): '
            "nothing can be rolled back"
        )
    return f"the COMMIT came from {commits[-1].where or 'inside the function'} {commits[-1].line}".rstrip()


def several(item: str) -> str:
    """More than one of it: "orders of page 3" for "order of page 3"."""
    return re.sub(r"^.+?(?= (?:of|in)\b|$)", r"\g<0>s", item)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th …"""
    ending = "th" if number % 100 in TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _shown(show: Callable[[Any], str], value: Any) -> str:
    try:
        return show(value)
    except Exception:  # it came from a learner, and may have another form
        return repr(value)


def _same_in_another_order(found: Iterable[Any], expected: Sequence[Any]) -> bool:
    left = list(expected)
    for one in found:
        if one not in left:
            return False
        left.remove(one)
    return not left
