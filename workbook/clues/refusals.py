"""Clues to what the database said of a statement: its syntax, its names, its values, the moment it came."""

from __future__ import annotations

import difflib
import re
from typing import Any

from sqlalchemy import exc

from workbook.bookshop import Base

Clues = dict[str, str]
OWN_WORDS = {"order", "user", "group", "table", "values", "index", "references", "check", "limit", "offset", "end"}
"""Words of SQL that people give to tables and columns."""
BY_SQLSTATE = {
    "25001": "not in a transaction",
    "22001": "too long",
    "22003": "out of range",
    "2201W": "negative limit",
    "2201X": "negative limit",
    "42702": "ambiguous",
    "53300": "too many clients",
    "42P05": "prepared elsewhere",
    "26000": "prepared elsewhere",
}
AMBIGUOUS = re.compile(r"ambiguous column name: (\S+)|column reference \"(\S+)\" is ambiguous")
NEAR = re.compile(r"near \"(.*?)\": syntax error|syntax error at or near \"(.*?)\"")
NO_COLUMN = re.compile(r"no such column: (\S+)|column \"?([^\s\"]+)\"? does not exist")
LITERAL = re.compile(r"'(?:[^']|'')*'")
NO_VALUES = re.compile(r"contains null values|NOT NULL column with default value NULL")
ALTERED = re.compile(r"(?:ADD|ALTER) COLUMN \"?(\w+)", re.IGNORECASE)
ON_SQLITE = re.compile(r"(ALTER COLUMN|(?:ADD|DROP) CONSTRAINT)", re.IGNORECASE)
TOO_MANY = re.compile(r"too many SQL variables|arguments cannot exceed")
FEWEST = 900  # parameters that some SQLite may refuse
LENGTH = re.compile(r"character varying\((\d+)\)")


def of_refusal(problem: exc.DBAPIError) -> Clues:
    """The clues that the database's answer, the statement and its values give; empty where they give none."""
    driver: Any = problem.orig
    text, statement = str(driver), problem.statement or ""
    state = getattr(driver, "sqlstate", None)
    verb = (statement.split() or [""])[0].upper()
    if clues := _of_number(problem, verb) or of_migration(text, statement):
        return clues
    if "within a transaction" in text or state == "25001":
        begins = verb in {"BEGIN", "START", "SET"}
        return {"cause": "begun by hand" if begins else "not in a transaction", "verb": verb}
    if verb in {"COMMIT", "ROLLBACK"} and "no transaction" in text:
        return {"cause": "begun by hand", "verb": verb}
    if "FOR UPDATE" in statement and state == "0A000":
        return {"cause": "lock of an outer join" if "outer join" in text else "lock of an aggregate"}
    if (several := _several(problem)) and re.search(r"\bIN\s+(\?|\$\d+|%s)", statement, re.IGNORECASE):
        return {"cause": "IN of one parameter", "value": several}
    if cast := re.search(r":(\w+)::(\w+)", statement):
        return {"cause": "cast by colons", "name": cast[1], "type": cast[2]}
    if re.search(r";\s*\w", LITERAL.sub("", statement)) and ("multiple commands" in text or "one statement" in text):
        return {"cause": "several commands"}
    if (found := AMBIGUOUS.search(text)) and "ON CONFLICT" in statement:
        return {"cause": "ambiguous in a conflict", "name": found[1] or found[2]}
    if found := AMBIGUOUS.search(text):
        return {"cause": "ambiguous", "name": found[1] or found[2]}
    if found := NO_COLUMN.search(text):
        return _of_a_column(found[1] or found[2], statement)
    if found := NEAR.search(text):
        return _of_syntax(found[1] or found[2], statement, verb)
    if "out of int" in text or state == "22003":
        return {"cause": "out of range"}
    if state in BY_SQLSTATE:
        length = LENGTH.search(text)
        return {"cause": BY_SQLSTATE[state], "most": f"{length[1]} characters" if length else "the column's length"}
    return {}


def of_migration(text: str, statement: str) -> Clues:
    """What a migration asks of a table that has rows, or of SQLite."""
    if not statement.upper().startswith("ALTER TABLE"):
        return {}
    if NO_VALUES.search(text):
        column = ALTERED.search(statement)
        return {"cause": "not null and rows", "column": column[1] if column else "the column"}
    if "syntax error" in text and (asked := ON_SQLITE.search(statement)):
        return {"cause": "ALTER on SQLite", "asked": asked[1].upper()}
    return {}


def _of_number(problem: exc.DBAPIError, verb: str) -> Clues:
    """More parameters than one statement may have."""
    params: Any = problem.params
    number = len(params) if isinstance(params, tuple | list | dict) else 0
    if number < FEWEST or not TOO_MANY.search(str(problem.orig)):
        return {}
    return {"cause": "values of many rows" if verb == "INSERT" else "parameters of many", "number": f"{number:,}"}


def of_driver(problem: BaseException) -> Clues:
    """asyncpg's own error, raised by its own connection: SQLAlchemy was not asked."""
    if getattr(problem, "sqlstate", None) == "42601" and "asyncpg" in type(problem).__module__:
        return {"cause": "driver's parameters"}
    if getattr(problem, "sqlstate", None) == "53300":
        return {"cause": "too many clients"}
    return {}


def _several(problem: exc.DBAPIError) -> str:
    """A value among the parameters that holds several; "" if none does."""
    params: Any = problem.params
    values = params.values() if isinstance(params, dict) else params if isinstance(params, list | tuple) else ()
    return next((repr(each)[:60] for each in values if isinstance(each, list | tuple | set)), "")


def _of_a_column(name: str, statement: str) -> Clues:
    if f'"{name}"' in statement and not name.isidentifier():
        return {"cause": "double quotes", "name": name}
    if re.search(r"\bFROM\s+user\b", statement, re.IGNORECASE):
        return {"cause": "own word", "name": "user"}
    if re.search(rf"\bAS\s+{re.escape(name)}\b", statement, re.IGNORECASE):
        return {"cause": "alias in a condition", "name": name}
    columns = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    near = difflib.get_close_matches(name.lower(), columns, 1)
    quoted = f'"{name}"' in statement
    told = {"quoted": ", since double quotes are for names" if quoted else "", "near": near[0] if near else ""}
    return {"cause": "no column", "name": name, **told}


def _of_syntax(near: str, statement: str, verb: str) -> Clues:
    if verb == "PRAGMA":
        return {"cause": "PRAGMA"}
    if verb == "SET" and "TRANSACTION" in statement.upper():
        return {"cause": "SET TRANSACTION"}
    if verb == "INSERT" and near.upper() == "OR":
        return {"cause": "insert or"}
    if near.lower() in OWN_WORDS and re.search(rf"\b(FROM|JOIN|INTO|UPDATE|,)\s+{near}\b", statement, re.IGNORECASE):
        return {"cause": "own word", "name": near}
    return {"cause": "syntax", "near": near or "its end"}
