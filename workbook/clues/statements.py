"""Clues to a statement that the database, or its driver, refused: the table, the function, the values, the row."""

from __future__ import annotations

import ast
import datetime
import difflib
import inspect
import re
from typing import Any

from sqlalchemy import exc

from workbook.bookshop import Base
from workbook.clues.lines import Line, shown
from workbook.clues.postgres import of_postgres, of_sequence
from workbook.clues.refusals import of_migration, of_refusal

Clues = dict[str, str]
NO_TABLE = re.compile(r"no such table: (\S+)|relation \"(\S+)\" does not exist")
NO_FUNCTION = re.compile(
    r"no such function: (\w+)|function (\w+)\(.*\) does not exist|wrong number of arguments to function (\w+)"
)
ON_POSTGRESQL = {
    "ifnull": "coalesce", "nvl": "coalesce", "group_concat": "string_agg", "strftime": "to_char", "instr": "strpos",
    "datetime": "to_timestamp", "julianday": "extract", "printf": "format", "len": "length", "iif": "CASE WHEN",
    "typeof": "pg_typeof", "unixepoch": "extract(epoch FROM …)", "last_insert_rowid": "RETURNING", "total": "sum",
    "hex": "encode", "getdate": "now", "char_index": "strpos",
}  # fmt: skip
ON_SQLITE = {
    "string_agg": "group_concat", "array_agg": "group_concat", "to_char": "strftime", "date_trunc": "strftime",
    "greatest": "max", "least": "min", "nvl": "coalesce", "strpos": "instr", "len": "length",
    "split_part": "substr(…, 1, instr(…) - 1)", "position": "instr", "left": "substr", "right": "substr",
    "now": "CURRENT_TIMESTAMP", "date_part": "strftime", "regexp_replace": "replace", "getdate": "CURRENT_TIMESTAMP",
    "to_date": "date", "gen_random_uuid": "hex(randomblob(16))", "bool_and": "min", "bool_or": "max",
}  # fmt: skip
"""What a function of another database is called here."""
BY_TYPE = {
    "round": "`cast(…, Numeric)` for what is rounded to places, or whole numbers all the way",
    "trunc": "`cast(…, Numeric)` for what is cut to places",
    "mod": "`%` of whole numbers, or `cast(…, Numeric)`",
    "substr": "`cast(…, String)` for what is no text",
    "lower": "`cast(…, String)` for what is no text",
    "upper": "`cast(…, String)` for what is no text",
    "length": "`cast(…, String)` for what is no text",
    "concat": "`cast(…, String)` for what is no text",
    "coalesce": "values of one type",
}
"""Functions that PostgreSQL has, and for which types it takes them."""
LITERAL, PARAMETER = re.compile(r"'(?:[^']|'')*'"), re.compile(r"\?|\$\d+|%s")


def of_database(problem: exc.DBAPIError, line: Line | None) -> Clues:
    """The clues that a statement, its values and the database's answer give; empty where they give none."""
    if isinstance(problem, exc.IntegrityError):
        if "unique" in str(problem.orig).lower():
            return _of_unique(problem, line)
        return _with_default(of_migration(str(problem.orig), problem.statement or ""), line)
    if table := NO_TABLE.search(str(problem.orig)):
        near = difflib.get_close_matches(table[1] or table[2], list(Base.metadata.tables), 1)
        meant = f"; there is a `{near[0]}`" if near and near[0] not in str(problem.orig) else ""
        return {"cause": "no table", "table": table[1] or table[2], "near": meant}
    if clues := of_refusal(problem) or of_postgres(problem):
        told = {"better": _joined(line)} if clues["cause"] == "joined by a loader" else {}
        return _with_default(clues, line) | told
    if problem.statement and has_quoted_parameter(problem.statement):
        return {"cause": "quoted parameter"}
    if getattr(problem.orig, "sqlite_errorname", None) == "SQLITE_CANTOPEN":
        return {"cause": "no folder"}
    if function := NO_FUNCTION.search(str(problem.orig)):
        name = next(filter(None, function.groups()))
        if name.lower() in {"sum", "avg"}:
            return {"cause": "sum of texts", "function": name}
        twins = ON_POSTGRESQL if hasattr(problem.orig, "sqlstate") else ON_SQLITE
        types = re.search(rf"function {re.escape(name)}\((.+?)\) does not exist", str(problem.orig))
        if types is not None and name.lower() in BY_TYPE:
            told = {"function": f"{name}({types[1]})", "better": BY_TYPE[name.lower()]}
            return {"cause": "function of other types", **told}
        better, there = twins.get(name.lower(), ""), "PostgreSQL" if twins is ON_POSTGRESQL else "SQLite"
        return {"cause": "no function", "function": name, "better": better, "database": there}
    if "misuse of aggregate" in str(problem.orig) or getattr(problem.orig, "sqlstate", None) == "42803":
        return {"cause": "aggregate"}
    if getattr(problem.orig, "sqlstate", None) == "42883":
        return {"cause": "no operator"}
    causes: Any = [problem.orig, getattr(problem.orig, "__cause__", None)]
    if any(type(each).__name__ == "DataError" and "asyncpg" in type(each).__module__ for each in causes):
        return _of_parameters(problem, line)
    if isinstance(problem.orig, ValueError | TypeError) or type(problem.orig).__name__ == "InterfaceError":
        return _of_parameters(problem, line)
    if type(problem.orig).__name__ == "ProgrammingError" and "type" in str(problem.orig):
        return _of_parameters(problem, line)
    return {}


def _joined(line: Line | None) -> str:
    """What to write for a loader's join, by the loader that the function has."""
    source: Any = line.around[-1] if line is not None and line.around else ast.Pass()
    loaders = [
        each for each in _calls_around(source, line) if getattr(each.func, "id", "") == "joinedload" and each.args
    ]
    name = shown(loaders[0].args[0]) if loaders else "…"
    return (
        f"`.join({name})`, and `contains_eager({name})` in the place of the `joinedload()`, which reads from that join"
    )


def has_quoted_parameter(sql: str) -> bool:
    """Whether a parameter's sign stands inside a text; not between two of them, as in `'%' || $1 || '%'`."""
    return any(map(PARAMETER.search, LITERAL.findall(sql)))


def _of_parameters(problem: exc.DBAPIError, line: Line | None) -> Clues:
    params: Any = problem.params
    while isinstance(params, list) and params:
        params = params[0]
    values = list(params.values() if isinstance(params, dict) else params or ())
    if held := next((each for each in values if hasattr(type(each), "__mapper__")), None):
        return {"cause": "object in a column", "model": type(held).__name__, "name": type(held).__name__.lower()}
    if waiting := next(filter(inspect.iscoroutine, values), None):
        return {"cause": "coroutine for a value", "call": f"{waiting.__qualname__}()"}
    times = [value for value in values if isinstance(value, datetime.datetime)]
    if any(time.tzinfo is None for time in times):
        return {"cause": "naive time"}
    if times:
        return {"cause": "aware time"}
    number = re.search(r"argument \$(\d+)|parameter \$?(\d+)", str(problem.orig))
    if number is None:
        return {}
    place = int(number[1] or number[2]) - 1
    if not 0 <= place < len(values):
        return {}
    if isinstance(values[place], dict):
        return {"cause": "dict as a value", "value": repr(values[place])[:60]}
    if re.search(rf"ANY\s*\(\${place + 1}\b", problem.statement or ""):
        several = isinstance(values[place], list | tuple)
        return {"cause": "elements of an array" if several else "ANY of one", "value": repr(values[place])[:60]}
    if isinstance(values[place], list | tuple | set):
        return {"cause": "list as a value", "value": repr(values[place])[:60]}
    if re.search(rf"\${place + 1}::(TIMESTAMP|DATE|TIME)", problem.statement or ""):
        return {"cause": "time as text"}
    for call in line.calls("get") if line is not None else []:
        model: Any = line.value(call.args[0]) if line is not None and len(call.args) == 2 else None
        if hasattr(model, "__mapper__") and isinstance(values[place], str):
            return _of_a_key(call, model)
    return {"cause": "type", "value": repr(values[place])[:60], "kind": type(values[place]).__name__}


def _with_default(clues: Clues, line: Line | None) -> Clues:
    """With the `default=` that a new column was given, which does nothing for the rows that are there."""
    for call in line.calls("Column") if line is not None and clues.get("cause") == "not null and rows" else ():
        for each in call.keywords:
            if each.arg == "default":
                default = f"`default={shown(each.value)}` is for the INSERTs that SQLAlchemy itself makes"
                return clues | {"default": default}
    return clues


def _of_a_key(call: ast.Call, model: Any) -> Clues:
    """`session.get(User, email)`: `get()` knows only the key."""
    given, columns = shown(call.args[1]), model.__mapper__.column_attrs
    told = {"call": shown(call), "model": model.__name__, "given": given, "column": given if given in columns else "…"}
    return {"cause": "get by another column", "key": model.__mapper__.primary_key[0].name, **told}


def _of_unique(problem: exc.IntegrityError, line: Line | None) -> Clues:
    statement = (problem.statement or "").upper()
    if clues := of_sequence(problem):
        return clues
    if "ON CONFLICT" in statement:
        return {"cause": "other conflict"}
    source: Any = line.around[-1] if line is not None and line.around else None
    if source is not None and statement.startswith("INSERT"):
        names = {each.func.attr for each in _calls_around(source, line) if isinstance(each.func, ast.Attribute)}
        if "merge" in names:
            return {"cause": "merged"}
    return {}


def _calls_around(tree: ast.AST, line: Line | None) -> list[ast.Call]:
    """The calls in the function that holds the line."""
    name = line.frame.f_code.co_name if line is not None else ""
    holding = [each for each in ast.walk(tree) if getattr(each, "name", None) == name]
    return [each for held in holding for each in ast.walk(held) if isinstance(each, ast.Call)]
