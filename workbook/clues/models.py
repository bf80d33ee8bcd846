"""Clues to a model that cannot be mapped: what SQLAlchemy's frames held when it read the class or its tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from sqlalchemy import ForeignKey, MetaData, exc
from sqlalchemy.orm import Mapper, RelationshipProperty

from workbook.clues.lines import found, functions

Clues = dict[str, str]
TYPES = {str: "String(200)", int: "Integer", float: "Float", bool: "Boolean", datetime.datetime: "DateTime"}


def of_model(problem: BaseException) -> Clues:
    """The clues that a class of the database gives; empty where it gives none."""
    if not isinstance(problem, exc.SQLAlchemyError):
        return {}
    earlier = getattr(problem, "_configure_failed", None)  # one class that failed stops all queries after it
    if isinstance(earlier, BaseException):
        return of_model(earlier)
    called = functions(problem)
    return next((read(problem) for name, read in READERS.items() if name in called), {})


def _of_a_table(problem: BaseException) -> Clues:
    name = found(problem, "key", str) or found(problem, "name", str)
    held: Any = found(problem, "metadata", MetaData)
    return {"cause": "table twice", "table": str(name)} if held is not None and name in held.tables else {}


def _of_the_key(problem: BaseException) -> Clues:
    mapper: Any = found(problem, "self", Mapper)
    return {"cause": "no primary key", "model": mapper.class_.__name__} if mapper is not None else {}


def _of_a_class_without_table(problem: BaseException) -> Clues:
    model: Any = found(problem, "cls", type)
    return {} if model is None or hasattr(model, "__table__") else {"cause": "no table name", "model": model.__name__}


def _of_an_annotation(problem: BaseException) -> Clues:
    model: Any = found(problem, "cls", type)
    name = found(problem, "key", str) or found(problem, "name", str)
    told = {"model": model.__name__ if model is not None else "the class", "name": str(name)}
    if "_init_column_for_annotation" in functions(problem):
        return {"cause": "no column type", **told}
    if isinstance(problem.__cause__, NameError):
        return {"cause": "annotation of no name", "unknown": str(problem.__cause__.name), **told}
    return {"cause": "not Mapped", **told}


def _of_a_column(problem: BaseException) -> Clues:
    """A column was given something that is neither a type of SQLAlchemy's nor a key."""
    given: Any = found(problem, "item", object)
    if isinstance(given, type) and given in TYPES:
        return {"cause": "Python's type", "kind": given.__name__, "better": TYPES[given]}
    return {"cause": "column argument", "given": repr(given)[:60]}


def _of_names(problem: BaseException) -> Clues:
    """A relationship names a class that is not there."""
    name = found(problem, "name", str) or next(iter(str(problem).split("'")[1:2]), "")
    owner: Any = found(problem, "self", RelationshipProperty)
    told = f"{owner.parent.class_.__name__}.{owner.key}" if owner is not None else "A relationship"
    return {"cause": "class of no name", "name": name, "relationship": told}


def _of_foreign_keys(problem: BaseException) -> Clues:
    owner: Any = found(problem, "prop", RelationshipProperty) or getattr(found(problem, "self", object), "prop", None)
    if owner is None:
        return {}
    cause = "two foreign keys" if isinstance(problem, exc.AmbiguousForeignKeysError) else "no foreign key"
    told = {"relationship": f"{owner.parent.class_.__name__}.{owner.key}"}
    left, right = owner.parent, owner.mapper
    told |= {"left": left.local_table.name, "right": right.local_table.name}
    # a column with the name of a key, `user_id`, says more than the relationship, which may not know its direction yet
    named = [
        (many, one, _named_for(one, many)) for many, one in ((left, right), (right, left)) if _named_for(one, many)
    ]
    listed = owner.uselist or "list[" in str(owner.parent.class_.__annotations__.get(owner.key, "")).lower()
    many, one, column = named[0] if len(named) == 1 else (*((right, left) if listed else (left, right)), "")
    there = {"many": many.local_table.name, "one": one.local_table.name, "column": f" (`{column}`)" if column else ""}
    return {"cause": cause, **there, **told}


def _named_for(one: Mapper[Any], many: Mapper[Any]) -> str:
    """The column of `many` that has the name of a key to `one`, "user_id" for User; "" if none has."""
    names = (f"{one.local_table.name.removesuffix('s')}_id", f"{one.class_.__name__.lower()}_id")  # type: ignore[attr-defined]
    return next((name for name in names if name in many.local_table.columns), "")


def _of_a_reference(problem: BaseException) -> Clues:
    key: Any = found(problem, "self", ForeignKey)
    if key is None or not isinstance(problem, exc.NoReferenceError):
        return {}
    target = str(key._get_colspec())
    column = f"{key.parent.table.name}.{key.parent.name}"
    cause = "foreign key to no table" if isinstance(problem, exc.NoReferencedTableError) else "foreign key to no column"
    return {"cause": cause, "target": target, "column": column}


def _of_the_other_side(problem: BaseException) -> Clues:
    owner: Any = found(problem, "self", RelationshipProperty)
    if owner is None or not isinstance(owner.back_populates, str):
        return {}
    told = f"{owner.parent.class_.__name__}.{owner.key}"
    return {
        "cause": "other side",
        "name": owner.back_populates,
        "relationship": told,
        "model": owner.mapper.class_.__name__,
    }


def _of_cascade(problem: BaseException) -> Clues:
    owner: Any = found(problem, "self", RelationshipProperty)
    if owner is None or "delete-orphan" not in owner.cascade:
        return {}
    told = f"{owner.parent.class_.__name__}.{owner.key}"
    return {"cause": "orphans of the many", "relationship": told, "other": owner.mapper.class_.__name__}


READERS: dict[str, Callable[[BaseException], Clues]] = {
    "_configure_pks": _of_the_key,
    "_setup_inheriting_columns": _of_a_class_without_table,
    "_init_column_for_annotation": _of_an_annotation,
    "_collect_annotation": _of_an_annotation,
    "_init_items": _of_a_column,
    "_raise_for_name": _of_names,
    "_determine_joins": _of_foreign_keys,
    "_resolve_column": _of_a_reference,
    "_check_cascade_settings": _of_cascade,
    "get_property": _of_the_other_side,
    "_setup_table": _of_a_table,
}
"""Who tells of it, by the function of SQLAlchemy's in which it failed, the innermost first."""
