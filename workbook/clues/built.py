"""Clues to what was asked of a statement, and is none of its methods: other query builders' words, what comes later."""

from __future__ import annotations

import ast
import difflib
from typing import Any

from sqlalchemy import Select, Subquery
from sqlalchemy.sql import ClauseElement, Insert
from sqlalchemy.sql.base import Executable

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
FETCHES = {"all", "first", "one", "one_or_none", "scalar", "scalars", "scalar_one", "get", "count", "fetchall"}
LATER = {"count": "statement counted", "get": "statement get"}
TWINS = {
    "paginate": ("Flask-SQLAlchemy's", "`.limit({per_page}).offset(({page} - 1) * {per_page})`"),
    "set": ("SQL's", "the new values are given by `.values({arguments})`"),
    "set_": ("SQL's", "the new values are given by `.values({arguments})`"),
    "skip": ("other libraries'", "`.offset({arguments})`"),
    "take": ("other libraries'", "`.limit({arguments})`"),
    "top": ("other libraries'", "`.limit({arguments})`"),
    "exclude": ("Django's", "`.where(not_(…))`"),
    "annotate": ("Django's", "name it in the `select(…)`, `func.count(…).label(…)`"),
    "aggregate": ("Django's", "name it in the `select(…)`, `func.sum(…)`"),
    "values_list": ("Django's", "name the columns in the `select(…)`"),
    "include": ("other libraries'", "`.options(selectinload(…))`"),
    "populate": ("other libraries'", "`.options(selectinload(…))`"),
    "order": ("other libraries'", "`.order_by({arguments})`"),
    "orderby": ("other libraries'", "`.order_by({arguments})`"),
    "orderBy": ("other libraries'", "`.order_by({arguments})`"),
    "sort": ("other libraries'", "`.order_by({arguments})`"),
    "sort_by": ("other libraries'", "`.order_by({arguments})`"),
    "groupby": ("other libraries'", "`.group_by({arguments})`"),
    "left_join": ("other libraries'", "`.outerjoin({arguments})`"),
    "leftjoin": ("other libraries'", "`.outerjoin({arguments})`"),
    "inner_join": ("other libraries'", "`.join({arguments})`"),
    "for_update": ("other libraries'", "`.with_for_update()`"),
    "select_for_update": ("Django's", "`.with_for_update()`"),
    "from_": ("other libraries'", "`.select_from({arguments})`"),
    "and_where": ("other libraries'", "`.where({arguments})`"),
    "returns": ("other libraries'", "`.returning({arguments})`"),
}
"""Methods that other query builders have: whose they are, and what it is called here."""


def of_a_statement(owner: Any, name: str, line: Line) -> Clues:
    """The clues that the owner and the name give; empty where they give none."""
    if isinstance(owner, Insert) and name.startswith("on_duplicate"):
        return {"cause": "conflict of MySQL"}
    if isinstance(owner, Insert) and (name.startswith("on_") or name == "excluded"):
        return {"cause": "generic insert"}
    if isinstance(owner, Executable) and name == "execute":
        return {"cause": "statement executed"}
    if isinstance(owner, Select) and name in {"update", "delete"}:
        return {"cause": "select changed"}
    if isinstance(owner, Subquery):
        return {"cause": "subquery"}
    if not isinstance(owner, ClauseElement) or not isinstance(owner, Executable):
        return {}
    if name in FETCHES:
        return {"cause": LATER.get(name, "statement fetched")}
    return _of_another(owner, name, line)


def _of_another(owner: Any, name: str, line: Line) -> Clues:
    """A name that no statement has: another builder's, or a misspelt one."""
    if name in TWINS:
        calls = line.calls(name)
        given = {each.arg: shown(each.value) for each in calls[0].keywords if each.arg} if calls else {}
        places = dict(zip(("page", "per_page"), map(shown, calls[0].args), strict=False)) if calls else {}
        words = {"page": "page", "per_page": "size", **places, **given}
        whose, better = TWINS[name]
        arguments = _arguments(calls[0]) if calls else "…"
        told = {"page": words["page"], "per_page": words["per_page"], "arguments": arguments}
        return {"cause": "statement lacks", "of": f"{whose} own", "better": better.format(**told)}
    public = [each for each in dir(owner) if not each.startswith("_")]
    near = difflib.get_close_matches(name, public, 1)
    better = f"`.{near[0]}(…)` is one" if near else "`.where()`, `.order_by()`, `.limit()` are some"
    return {"cause": "statement lacks", "better": better}


def _arguments(call: ast.Call) -> str:
    """What stands between a call's brackets."""
    return shown(call)[len(shown(call.func)) + 1 : -1]
