"""Queries, and what stands in them: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

QUERIES = [
    Known(
        "relationship compared",
        "ArgumentError, InvalidRequestError",
        "`{relationship}` leads to objects, and is compared with something else",
        "compare with an object, or ask about what it leads to: `.has(…)` for one, `.any(…)` for a list",
    ),
    Known(
        "aggregate",
        "OperationalError, 42803",
        "An aggregate such as `count()` reckons over rows, and stands where one row is looked at, or a column stands "
        "beside it that is not grouped",
        "put a condition on it into `having(…)`, and all other columns into `group_by(…)`",
    ),
    Known(
        "rows of other keys",
        "CompileError",
        "The rows of one INSERT have not all the same keys",
        "give each row every key",
    ),
    Known(
        "subquery",
        "AttributeError",
        "`{whose}` is a subquery, whose columns stand in its `c`",
        "`{whose}.c.{name}`",
    ),
    Known(
        "exists executed",
        "ArgumentError",
        "`.exists()` makes a condition of a query, and a condition alone is no statement",
        "put it into a `select(…)`, as in `await session.scalar(select(query.exists()))`",
    ),
    Known(
        "in_ of objects",
        "ArgumentError",
        "`{given}` holds objects, and `{call}()` compares a column with plain values",
        "take the keys, as in `{call}([each.id for each in {given}])`",
    ),
    Known(
        "conflict of MySQL",
        "AttributeError",
        "`{name}` belongs to MySQL's `insert`",
        "on PostgreSQL and SQLite it is `on_conflict_do_update(index_elements=[…], set_={{…}})`",
    ),
    Known(
        "object selected",
        "ArgumentError",
        "`select()` was given a {model}, and wants the class",
        "`select({model})`, with `where(…)` for the one you mean",
    ),
    Known(
        "class as a value",
        "ArgumentError",
        "The class {model} stands where a value is wanted",
        "name one of its columns; to count its rows, `select(func.count()).select_from({model})`",
    ),
    Known(
        "statement of a column",
        "ArgumentError",
        "`{call}` names a column, and a statement is about a table",
        "name the class, {model}, and the column in `values(…)`",
    ),
    Known(
        "method in a query",
        "ArgumentError",
        "`{method}` is a method that was not called",
        "`{method}()`",
    ),
]
