"""The loader options that lead from what a query selects to a relationship: `selectinload(User.orders).…`."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapper, RelationshipProperty

MOST = 3  # relationships one after the other


def path_of(state: Any, attribute: Any) -> str:
    """The option that loads this attribute of an object, beginning at what the object's own query selected."""
    path = list(getattr(state, "load_path", None) or ())
    before = [each for each in path if isinstance(each, RelationshipProperty)]
    return chain([*before, attribute.property])


def path_between(selected: Mapper[Any], wanted: Mapper[Any], last: str) -> str:
    """The option that leads from a selected class to another one's attribute `last`; "" if nothing leads there."""
    waiting: list[tuple[Mapper[Any], list[Any]]] = [(selected, [])]
    while waiting:
        mapper, way = waiting.pop(0)
        if mapper is wanted and way and last in mapper.relationships:
            return chain([*way, mapper.relationships[last]])
        if len(way) < MOST:
            waiting += [(each.mapper, [*way, each]) for each in mapper.relationships if each not in way]
    return ""


def chain(properties: list[Any]) -> str:
    """One after the other, a list by its own SELECT and a single object by a join."""
    names = [("selectinload" if each.uselist else "joinedload", each) for each in properties]
    return ".".join(f"{option}({each.parent.class_.__name__}.{each.key})" for option, each in names)
