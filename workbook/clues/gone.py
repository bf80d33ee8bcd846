"""Clues to objects that are not where they are looked for: rows that are gone, objects that no session holds."""

from __future__ import annotations

import traceback
from typing import Any

from sqlalchemy import exc
from sqlalchemy.orm import exc as orm_exc
from sqlalchemy.orm.state import InstanceState

from workbook.clues.lines import Line, found, functions, shown

Clues = dict[str, str]


def of_object(problem: BaseException, line: Line | None) -> Clues:
    """The clues that an object's state gives; empty where it gives none."""
    called = functions(problem)
    if isinstance(problem, orm_exc.StaleDataError):
        return {"cause": "stale"}
    state: Any = found(problem, "state", InstanceState)
    model = {"model": state.class_.__name__} if state is not None else {"model": "object"}
    if isinstance(problem, orm_exc.ObjectDeletedError):
        return {"cause": "row gone", **model}
    if type(problem) is exc.InvalidRequestError and state is not None and state.key is not None:
        if "_validate_persistent" in called or ("delete" in called and state.session is None):
            return {"cause": "not of this session", **model}
        if next(reversed([*traceback.walk_tb(problem.__traceback__)]))[0].f_code.co_name == "refresh":
            return {"cause": "row gone", **model}
    if isinstance(problem, KeyError) and called & {"_expire_attributes", "refresh", "expire"} and line is not None:
        for call in line.calls("refresh", "expire"):
            if len(call.args) > 1:
                return {"cause": "names as text", "call": shown(call.func), "given": shown(call.args[1])}
    return {}
