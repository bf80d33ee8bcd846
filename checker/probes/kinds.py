"""What something is, and not what it says of itself."""

from __future__ import annotations

from typing import Any


def is_a(value: Any, kind: type) -> bool:
    """Whether the class of `value` is `kind` or derived from it: isinstance() believes a `__class__` of its own."""
    return issubclass(type(value), kind)
