"""What something is, and not what it says of itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine


def is_a(value: Any, kind: type) -> bool:
    """Whether the class of `value` is `kind` or derived from it: isinstance() believes a `__class__` of its own."""
    return issubclass(type(value), kind)


def no_engine(value: object) -> str:
    """What is told of a value that is no AsyncEngine, and who makes one where it is a synchronous engine."""
    instead = ": `create_async_engine` makes one" if is_a(value, Engine) else ""
    return f"{type(value).__name__}, not AsyncEngine{instead}"
