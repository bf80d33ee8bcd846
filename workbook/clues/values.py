"""Clues to what an INSERT or UPDATE was given as values: a relationship among them, which is no column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exc
from sqlalchemy.sql.dml import ValuesBase

from workbook.clues.lines import found

Clues = dict[str, str]


def of_values(problem: exc.StatementError) -> Clues:
    """The clues that the statement's own values give; empty where they give none."""
    statement: Any = found(problem, "statement", ValuesBase)
    mapper: Any = getattr(statement, "_propagate_attrs", {}).get("plugin_subject")
    if mapper is None:
        return {}
    given = list(_names(statement, mapper)) + list(_parameters(problem))
    for relationship in mapper.relationships:
        if relationship.key in given:
            model = mapper.class_.__name__
            columns = [f"{column.name}=…" for column in relationship.local_columns if not column.primary_key]
            better = f"give the key, `{columns[0]}`, or make" if columns else "make"
            return {"cause": "relationship as a value", "name": relationship.key, "model": model, "better": better}
    return {}


def _names(statement: Any, mapper: Any) -> Iterator[str]:
    """What `values(…)` names; a relationship stands there as the condition of its join."""
    rows = [statement._values or {}, *(row for rows in statement._multi_values for row in rows)]
    joins = {each.key: getattr(mapper.class_, each.key).__clause_element__() for each in mapper.relationships}
    for key in (each for row in rows if isinstance(row, Mapping) for each in row):
        yield next((name for name, join in joins.items() if not isinstance(key, str) and join.compare(key)), str(key))


def _parameters(problem: exc.StatementError) -> Iterator[str]:
    """What the rows beside the statement name, of which SQLAlchemy leaves out what is no column."""
    params: Any = found(problem, "params", (list, dict))
    rows = params if isinstance(params, list) else [params or {}]
    yield from (str(key) for key in (rows[0] if rows and isinstance(rows[0], dict) else {}))
