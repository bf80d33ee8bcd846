"""A database's schema in words, as inspection tells it: what two of them have in common and what they do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Dialect, inspect
from sqlalchemy.types import NullType, TypeEngine

Schema = dict[str, str]
"""What there is, by table and name: `{"users.email": "VARCHAR(200) NOT NULL", "users (email)": "unique"}`."""


def read(connection: Connection) -> Schema:
    """Columns, keys, unique constraints, indexes, foreign keys and checks of every table, whatever they are called.

    The order of columns and the names of constraints and indexes are left out: they are no part of what a table holds.
    """
    inspector = inspect(connection)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table in inspector.get_table_names():
        for key, value in _of(inspector, table):
            found[key].append(value)  # of some there may be two: an index that was made again
    return {key: values[0] if len(values) == 1 else _several(values) for key, values in found.items()}


def differences(wanted: Schema, found: Schema) -> list[str]:
    """A line for everything that is not as wanted."""
    return [
        f"{name}: wanted {wanted.get(name, 'none')}, found {found.get(name, 'none')}"
        for name in sorted({*wanted, *found})
        if wanted.get(name) != found.get(name)
    ]


def _of(inspector: Any, table: str) -> Iterator[tuple[str, str]]:
    yield table, "a table"
    for column in inspector.get_columns(table):
        default = f" DEFAULT {column['default']}" if column["default"] is not None else ""
        kind = _type(column["type"], inspector.dialect)
        yield f"{table}.{column['name']}", f"{kind}{'' if column['nullable'] else ' NOT NULL'}{default}"
    yield f"{table}, primary key", ", ".join(inspector.get_pk_constraint(table)["constrained_columns"]) or "none"
    for unique in inspector.get_unique_constraints(table):
        yield f"{table} ({', '.join(sorted(unique['column_names']))})", "unique"
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" not in index:  # PostgreSQL's own, behind a unique constraint
            columns = ", ".join(str(name) for name in index["column_names"])
            yield f"{table}, index on {columns}", "unique" if index["unique"] else "not unique"
    for key in inspector.get_foreign_keys(table):
        target = f"{key['referred_table']} ({', '.join(key['referred_columns'])})"
        options = "".join(f", {name}={value}" for name, value in sorted(key["options"].items()))
        yield f"{table} ({', '.join(key['constrained_columns'])}), foreign key", f"to {target}{options}"
    for number, text in enumerate(sorted(check["sqltext"] for check in inspector.get_check_constraints(table)), 1):
        yield f"{table}, check {number}", text


def _several(values: list[str]) -> str:
    return f"{len(values)} of them: {', '.join(sorted(values))}"


def _type(kind: TypeEngine, dialect: Dialect) -> str:
    """A column's type in the words of its own database: str() writes TIMESTAMP with and without a time zone."""
    return str(kind) if isinstance(kind, NullType) else kind.compile(dialect)  # no type is one too, on SQLite
