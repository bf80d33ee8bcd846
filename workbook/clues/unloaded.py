"""Clues to an attribute that was not loaded: which, of what, and the option that would have loaded it."""

from __future__ import annotations

import traceback
from typing import Any

from sqlalchemy.orm import ColumnProperty, QueryableAttribute, RelationshipProperty, attributes

from workbook.clues.paths import path_of


def of_attribute(cause: str, problem: BaseException) -> dict[str, str]:
    """Which mapped attribute was read, and the option that loads it: SQLAlchemy's frames know both."""
    for frame, _ in reversed(list(traceback.walk_tb(problem.__traceback__))):
        attribute: Any = frame.f_locals.get("self")
        if frame.f_code.co_name != "__get__" or not isinstance(attribute, QueryableAttribute):
            continue
        name = f"{attribute.class_.__name__}.{attribute.key}"
        found = {"attribute": name, "owner": attribute.class_.__name__}
        if isinstance(attribute.property, RelationshipProperty):
            state = attributes.instance_state(frame.f_locals["instance"])
            new = "insert_order" in vars(state) and state.runid is None  # it never came out of a query
            if new and cause != "detached":
                return {"cause": f"{cause}, new", "key": attribute.key, **found}
            option = path_of(attributes.instance_state(frame.f_locals["instance"]), attribute)
            return {"cause": f"{cause}, relationship", "option": option, **found}
        state = attributes.instance_state(frame.f_locals["instance"])
        if isinstance(attribute.property, ColumnProperty) and attribute.key not in state.expired_attributes:
            return {"cause": f"{cause}, deferred", "option": f"undefer({name})", **found}
        return {"cause": f"{cause}, expired", **found}
    return {"cause": cause}
