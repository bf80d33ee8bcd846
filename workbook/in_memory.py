"""What a fake repository asks of mapped objects that no database holds: their key, a comparison, an order."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BinaryExpression, ColumnElement, UnaryExpression, inspect
from sqlalchemy.sql.operators import desc_op

COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)


def key_of(obj: Any) -> Any:
    """The key of a mapped object, as `session.get()` takes it: a value, or a tuple where it has several columns."""
    key = inspect(obj).mapper.primary_key_from_instance(obj)
    return key[0] if len(key) == 1 else tuple(key)


def holds(condition: ColumnElement[bool], obj: Any) -> bool:
    """Whether a comparison of a column with a value, such as `Book.stock > 0`, is true of this object.

    As in SQL, nothing is true of NULL.  Raises TypeError for any other condition: a fake knows what it was taught.
    """
    if not isinstance(condition, BinaryExpression) or condition.operator not in COMPARISONS:
        raise TypeError(f"a fake cannot tell whether {condition} holds: it compares a column with a value")
    value = _value(obj, condition.left)
    return value is not None and bool(condition.operator(value, condition.right.value))


def in_order(objects: Iterable[Any], order_by: Any) -> list[Any]:
    """The objects sorted by a column, `Book.title` or `Book.price.desc()`; equal ones stay in the order they had."""
    backwards = isinstance(order_by, UnaryExpression) and order_by.modifier is desc_op
    column = order_by.element if backwards else order_by
    return sorted(objects, key=lambda obj: _value(obj, column), reverse=backwards)


def _value(obj: Any, column: Any) -> Any:
    return getattr(obj, inspect(type(obj)).get_property_by_column(column.expression).key)
