"""Clues to what PostgreSQL refuses and SQLite lets pass, by its code (SQLSTATE) and the statement."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import exc

Clues = dict[str, str]
OPERATOR = re.compile(r"operator does not exist: (.+?) (\S*[^\w\s]\S*) (.+)")
QUOTED = re.compile(r"\"(.*?)\"")
OWN_PARAMETER = re.compile(r"\$\d+")


def of_postgres(problem: exc.DBAPIError) -> Clues:
    """The clues that the code and the statement give; empty where they give none."""
    state, statement = getattr(problem.orig, "sqlstate", None), (problem.statement or "").upper()
    if state in READERS:
        return READERS[state](str(problem.orig), statement)
    if "server expects" in str(problem.orig) and not problem.params and OWN_PARAMETER.search(statement):
        return {"cause": "driver's sign"}
    return {}


def of_sequence(problem: exc.IntegrityError) -> Clues:
    """A key that the database itself has given was taken: rows with keys of somebody's own were there before."""
    driver: Any = getattr(problem.orig, "__cause__", None)
    table = getattr(driver, "table_name", None)
    inserted = re.match(r"INSERT INTO (\w+) \((.*?)\)", problem.statement or "")
    if table is None or inserted is None or getattr(driver, "constraint_name", "") != f"{table}_pkey":
        return {}
    return {} if "id" in re.findall(r"\w+", inserted[2]) else {"cause": "sequence behind", "table": table}


def _of_places(said: str, statement: str) -> Clues:
    if "ON CONFLICT" in statement:
        return {"cause": "conflict of no constraint"}
    return {"cause": "distinct on" if "DISTINCT ON" in statement else "distinct and order"}


def _of_rows(said: str, statement: str) -> Clues:
    if "ON CONFLICT" in statement:
        return {"cause": "conflict twice"}
    return {"cause": "subquery of many"}


def _of_types(said: str, statement: str) -> Clues:
    if " UNION " in statement or "INTERSECT" in statement or "EXCEPT" in statement:
        return {"cause": "union of types"}
    if "BOOLEAN" in said.upper():
        return {"cause": "not a condition"}
    return {"cause": "column of another type", "said": said.rpartition(": ")[2].splitlines()[0]}


def _of_operator(said: str, statement: str) -> Clues:
    found = OPERATOR.search(said)
    if found is None:
        return {}
    left, sign, right = found[1], found[2], found[3].splitlines()[0]
    if "~~" in sign:
        return {"cause": "like of no text", "kind": left}
    if sign == "+" and {left, right} & {"character varying", "text", "unknown"}:
        return {"cause": "plus of texts"}
    return {"cause": "operator of types", "left": left, "sign": sign, "right": right}


def _of_a_name(said: str, statement: str) -> Clues:
    name = QUOTED.search(said)
    if "ON CONFLICT" in statement and name is not None:
        return {"cause": "constraint of no name", "name": name[1]}
    return {"cause": "nothing of that name", "said": said.rpartition(": ")[2].splitlines()[0]}


def _of_a_text(said: str, statement: str) -> Clues:
    kind = said.partition("type ")[2].partition(":")[0].splitlines()
    value = QUOTED.search(said)
    told = f"The text {value[1]!r}" if value else "A text"
    return {"cause": "text of no type", "value": told, "kind": kind[0] if kind else "another type"}


READERS: dict[str, Callable[[str, str], Clues]] = {
    "42P10": _of_places,
    "21000": _of_rows,
    "42804": _of_types,
    "42883": _of_operator,
    "42704": _of_a_name,
    "22P02": _of_a_text,
    "22012": lambda said, statement: {"cause": "division by zero"},
    "22021": lambda said, statement: {"cause": "zero in a text"},
    "22023": lambda said, statement: {"cause": "setting", "said": said.rpartition("Error'>: ")[2].splitlines()[0]},
    "42P20": lambda said, statement: {"cause": "window in a condition"},
}
"""Who tells of it, by PostgreSQL's code."""
