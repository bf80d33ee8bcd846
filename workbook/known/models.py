"""Models: what SQLAlchemy cannot map: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

MODELS = [
    Known(
        "table twice",
        "InvalidRequestError",
        "There is a table `{table}` already in this `MetaData`, and a second class was to be mapped to it",
        "use the class that is there, by importing it, or give the new one a `__tablename__` of its own",
    ),
    Known(
        "no primary key",
        "ArgumentError",
        "{model} has no primary key, and SQLAlchemy tells objects apart by it",
        "say `primary_key=True` in the `mapped_column(…)` of the column, or of each of the columns, that make the key",
    ),
    Known(
        "no table name",
        "InvalidRequestError",
        "{model} does not say which table it stands for",
        'write `__tablename__ = "…"` in the class',
    ),
    Known(
        "not Mapped",
        "MappedAnnotationError, ArgumentError",
        "The annotation of {model}.{name} is a plain type, and SQLAlchemy reads the type from within `Mapped[…]`",
        "write `{name}: Mapped[…] = …`",
    ),
    Known(
        "no column type",
        "MappedAnnotationError, ArgumentError",
        "SQLAlchemy knows no column for the type in the annotation of {model}.{name}",
        "name one, `mapped_column(JSON)` for example; what leads to other objects is a `relationship()`",
    ),
    Known(
        "Python's type",
        "ArgumentError",
        "`{kind}` is a type of Python's, and a column wants one of SQLAlchemy's",
        "write `{better}`, or leave it out, since `Mapped[{kind}]` says the same",
    ),
    Known(
        "column argument",
        "ArgumentError",
        "A column was given {given}, which is neither a type, nor a `ForeignKey`, nor a constraint",
        "a length belongs to its type, `String(200)`; all else is given by name, as in `default=…`",
    ),
    Known(
        "class of no name",
        "InvalidRequestError",
        "{relationship} leads to a class `{name}`, and no mapped class of the same `Base` has this name",
        "check its spelling (it is the class's name, not the table's), and that the module with it is imported before "
        "the first query",
    ),
    Known(
        "no foreign key",
        "NoForeignKeysError",
        "{relationship} has nothing to go by: no foreign key leads from `{left}` to `{right}`, or back",
        'give a column of `{many}`{column} its foreign key, `mapped_column(ForeignKey("{one}.id"))`',
    ),
    Known(
        "two foreign keys",
        "AmbiguousForeignKeysError",
        "Several foreign keys join `{left}` and `{right}`, and {relationship} does not say which it goes by",
        "name the column, `relationship(foreign_keys=[…])`, on both sides",
    ),
    Known(
        "foreign key to no table",
        "NoReferencedTableError",
        "The foreign key of `{column}` names `{target}`, and there is no such table",
        "write the table's name, its `__tablename__`, and not the class's, as in `ForeignKey(\"users.id\")`; the "
        "module of the other class must be imported too",
    ),
    Known(
        "foreign key to no column",
        "NoReferencedColumnError",
        "The foreign key of `{column}` names `{target}`, and that is no column of a table",
        'write the table and its column with a dot between, as in `ForeignKey("users.id")`',
    ),
    Known(
        "other side",
        "InvalidRequestError",
        '{relationship} says `back_populates="{name}"`, and {model} has no `{name}`',
        "write the name of the relationship that leads back, exactly as it stands in {model}",
    ),
    Known(
        "orphans of the many",
        "ArgumentError",
        "`delete-orphan` stands at {relationship}, which leads to the one; it is the one that owns the many",
        'say `cascade="all, delete-orphan"` at the list of {other}, and leave it out here',
    ),
    Known(
        "annotation of no name",
        "MappedAnnotationError, ArgumentError",
        "The annotation of {model}.{name} has a `{unknown}`, which SQLAlchemy looks for at the head of the file, and "
        "does not find",
        "import it there, not inside a function, and outside of `if TYPE_CHECKING:`",
    ),
    Known(
        "type as text",
        "AttributeError",
        "`cast()` was given a string for the type",
        "give it a type of SQLAlchemy's, `cast(…, String)`",
    ),
]
