"""Clues to what a function returned, where nothing raised and yet it cannot be what was asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

Clues = dict[str, str]


def of_answer(call: str, value: Any) -> Clues:
    """The clues that a returned value gives; empty where it gives none.

    `call` is the function as it is told, "greeting()".
    """
    several = isinstance(value, list | tuple | set) and not isinstance(value, Row)
    first = next(iter(value), None) if several else value
    if not isinstance(first, Row) or len(first) != 1:
        return {}
    told = {"call": call, "kind": type(first[0]).__name__, "by": "what came back"}
    return {"cause": "rows returned" if several else "row returned", **told}
