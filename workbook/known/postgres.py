"""What PostgreSQL refuses, and SQLite mostly lets pass, each with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

POSTGRES = [
    # -- types and values -----------------------------------------------------------------------------------------
    Known(
        "operator of types",
        "ProgrammingError, 42883",
        "PostgreSQL has no operator `{sign}` for {left} and {right}; it does not turn a number into text, nor text "
        "into a number or a time, by itself as SQLite does",
        "compare values of the column's own type (`str(…)`, `int(…)`, a `datetime`), or use `cast(…)`",
    ),
    Known(
        "like of no text",
        "ProgrammingError, 42883",
        "LIKE compares texts, and what stands before it is of the type {kind}",
        "`cast(…, String).like(…)`, or compare numbers as numbers",
    ),
    Known(
        "plus of texts",
        "ProgrammingError, 42883",
        "SQL adds numbers with `+`, and puts texts together with `||`",
        "write `||` in SQL as text; between columns of SQLAlchemy `+` becomes that by itself",
    ),
    Known(
        "column of another type",
        "ProgrammingError, 42804",
        "PostgreSQL wants the column's own type: {said}",
        "give a value of that type, or use `cast(…)`",
    ),
    Known(
        "not a condition",
        "ProgrammingError, 42804",
        "A condition has to be true or false, and a number is neither on PostgreSQL",
        "write the comparison out, as in `Book.stock > 0`",
    ),
    Known(
        "union of types",
        "ProgrammingError, 42804",
        "The queries that a UNION puts together have columns of different types in one place",
        "select the same kinds of columns in the same order, or `cast(…)` one of them",
    ),
    Known(
        "text of no type",
        "DBAPIError, 22P02",
        "{value} cannot be read as {kind}",
        "check what is converted and how it is written; for JSON `json.dumps(…)` writes it, with double quotes",
    ),
    Known(
        "sum of texts",
        "ProgrammingError, 42883",
        "`{function}` takes numbers, and was given a column of another type",
        "check which column is meant; `cast(…, Integer)` makes numbers of texts that hold nothing else",
    ),
    Known(
        "dict as a value",
        "DBAPIError",
        "`{value}` is a dict, and a parameter of SQL as text takes one plain value",
        "`json.dumps(…)` where JSON is wanted; a mapped column of type `JSON` does that by itself",
    ),
    Known(
        "elements of an array",
        "DBAPIError",
        "The elements of `{value}` are of another type than the column that `ANY` compares",
        "convert each, as in `[int(each) for each in …]`; or use `Book.id.in_(…)`",
    ),
    Known(
        "ANY of one",
        "DBAPIError",
        "`ANY(…)` compares with one of several, and was given the single value `{value}`",
        "give a list, `[{value}]`, or compare with `=`",
    ),
    Known(
        "decimal and float",
        "TypeError",
        "An average or a NUMERIC column comes from the database as a Decimal, exact, and Python does not reckon it "
        "together with a float",
        "make both the same: `Decimal('1.19')`, or `float(…)` around what came",
    ),
    Known(
        "division by zero",
        "DBAPIError, 22012",
        "The statement divides by zero for one of its rows, which is NULL on SQLite and an error on PostgreSQL",
        "`func.nullif(…, 0)` as the divisor gives NULL there",
    ),
    Known(
        "zero in a text",
        "DBAPIError, 22021",
        "A text holds the sign of number 0 (`\\x00`), which PostgreSQL stores in no text",
        "take it out, or refuse such a text before it is sent; for bytes there is `LargeBinary`",
    ),
    Known(
        "setting",
        "DBAPIError, 22023",
        "PostgreSQL does not take a value that was set: {said}",
        "look up which values that setting, or function, knows",
    ),
    # -- queries --------------------------------------------------------------------------------------------------
    Known(
        "distinct and order",
        "ProgrammingError, 42P10",
        "With DISTINCT, rows that look the same become one, so PostgreSQL orders only by what is selected",
        "select the column too by which the rows are ordered, or use `group_by(…)` in place of `distinct()`",
    ),
    Known(
        "distinct on",
        "ProgrammingError, 42P10",
        "`distinct(column)` keeps the first row of each value, so the order must begin with that column",
        "`order_by(…)` with the same column first, and then what says which row comes first",
    ),
    Known(
        "subquery of many",
        "DBAPIError, 21000",
        "A subquery stands where one value is wanted, and gives several rows",
        "`.in_(…)` compares with all of them, `limit(1)` or an aggregate makes one of them",
    ),
    Known(
        "window in a condition",
        "ProgrammingError, 42P20",
        "A window function (`.over(…)`) is reckoned after WHERE, so no condition can use it there",
        "make a subquery with it, and put the condition on the subquery's column",
    ),
    Known(
        "alias in a condition",
        "ProgrammingError",
        "`{name}` is a name that the SELECT itself gives, and WHERE is read before that",
        "write the expression out in the condition, or select from a subquery",
    ),
    Known(
        "several commands",
        "ProgrammingError",
        "One `execute()` sends one statement, and the text holds several with `;` between them",
        "send each by an `execute()` of its own, in the same transaction",
    ),
    Known(
        "driver's sign",
        "InterfaceError",
        "`$1` is the driver's own sign for a parameter, and in `text(…)` SQLAlchemy has its own",
        "write `:name`, and give a dict with that name",
    ),
    Known(
        "insert or",
        "ProgrammingError",
        "`INSERT OR …` is SQLite's own",
        "`insert(…)` of `sqlalchemy.dialects.postgresql` has `on_conflict_do_nothing()` and "
        "`on_conflict_do_update(…)`; the one of `sqlalchemy.dialects.sqlite` has them too",
    ),
    # -- conflicts and names --------------------------------------------------------------------------------------
    Known(
        "conflict of no constraint",
        "ProgrammingError, 42P10",
        "ON CONFLICT names columns that no unique constraint holds, so there can be no conflict on them",
        "name exactly the columns of one unique constraint or of the primary key, as in `index_elements=['isbn']`",
    ),
    Known(
        "conflict twice",
        "DBAPIError, 21000",
        "Two rows of this one INSERT have the same key, and ON CONFLICT DO UPDATE changes a row only once",
        "leave one row for each key before it is sent, say by a dict with that key",
    ),
    Known(
        "constraint of no name",
        "ProgrammingError, 42704",
        "The table has no constraint `{name}`",
        "name the columns, `index_elements=[…]`, which needs no name of a constraint",
    ),
    Known(
        "nothing of that name",
        "ProgrammingError, 42704",
        "PostgreSQL knows nothing of this name: {said}",
        "check the spelling, and that it was created in this database",
    ),
    Known(
        "sequence behind",
        "IntegrityError, 23505",
        "The key that PostgreSQL itself gave to the new row of `{table}` is taken: rows were stored with keys of their "
        "own, and the sequence that gives the keys does not know of them",
        "leave the key to the database everywhere; or set the sequence behind the last one, "
        "`SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}`",
    ),
]
