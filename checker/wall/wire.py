"""What crosses the wall: plain data as JSON lines.  Nothing that arrives is executed, evaluated or unpickled."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, inspect
from sqlalchemy.exc import NoInspectionAvailable

MOST_BYTES = 16_000_000  # of one message
MOST_DEPTH = 60  # of nested data
MOST_ITEMS = 300_000  # of one message, what is shared counted as often as it is written
MOST_LARGE = 1_000  # numbers beyond 60 bits: their hashes can be made to collide, and sets of them then take for ever
LARGE = 2**60
MOST_KEYS = 5_000  # of dicts and sets, beside texts: tuples of small numbers can be made to collide as well
MOST_NAME = 200  # characters of a type's or an attribute's name

SCALARS: dict[str, tuple[type, Any, Any]] = {
    # tag: type, to text, from text
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),  # before date: a datetime is one
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "timedelta": (
        timedelta,
        lambda value: str(value / timedelta(microseconds=1)),
        lambda text: timedelta(microseconds=float(text)),
    ),
    "Decimal": (Decimal, str, Decimal),
    "UUID": (UUID, str, UUID),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
}


Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""What the judge says to a question of the worker's."""


class CannotSend(TypeError):
    """The value is not plain data; the message names its type."""


class Malformed(ValueError):
    """A message from the other side is not what was agreed."""


def unasked(question: dict[str, Any]) -> dict[str, Any]:
    """The answer where a worker has nothing to ask."""
    raise Malformed("nothing is to be asked here")


class Loaded:
    """A mapped object (or a model) of the other side: its type's name and the attributes that were loaded.

    Reading an attribute that was not loaded is an AssertionError that says so, which is what a check wants to tell.
    """

    def __init__(self, type_name: str, attributes: dict[str, Any], unloaded: list[str]):
        self._type_name = type_name
        self._unloaded = unloaded
        self.__dict__.update(attributes)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("_unloaded", ()):
            raise AssertionError(f"{self._type_name}.{name} was never loaded")
        raise AssertionError(f"{self._type_name} has no attribute {name!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loaded) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        simple = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        shown = [f"{name}={value!r}" for name, value in simple.items() if not isinstance(value, Loaded | list)]
        return f"{self._type_name}({', '.join(shown)})"


def to_plain(value: Any) -> Any:
    """`value` as data that JSON can hold.  Raises CannotSend for anything but plain data and objects that hold it."""
    return _Sender().plain(value, 0)


class _Sender:
    """Remembers the objects already sent, so that a user whose orders know their user can be sent."""

    def __init__(self) -> None:
        self.sent: dict[int, int] = {}

    def plain(self, value: Any, depth: int) -> Any:
        if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum)):
            return value
        if depth > MOST_DEPTH:
            raise CannotSend(f"data nested more than {MOST_DEPTH} deep")
        if isinstance(value, Enum):
            return self.plain(value.value, depth + 1)
        for tag, (kind, to_text, _) in SCALARS.items():
            if isinstance(value, kind):
                return {"$": tag, "of": to_text(value)}
        if isinstance(value, Mapping):
            return {"$": "dict", "of": [[self.plain(k, depth + 1), self.plain(v, depth + 1)] for k, v in value.items()]}
        if isinstance(value, list):
            return [self.plain(item, depth + 1) for item in value]
        for tag, kinds in (("tuple", (tuple, Row)), ("set", (set, frozenset))):
            if isinstance(value, kinds):
                return {"$": tag, "of": [self.plain(item, depth + 1) for item in value]}
        return self.object(value, depth)

    def object(self, value: Any, depth: int) -> Any:
        if id(value) in self.sent:
            return {"$": "again", "of": self.sent[id(value)]}
        attributes, unloaded = _attributes(value)
        self.sent[id(value)] = number = len(self.sent)
        fields = {name: self.plain(item, depth + 1) for name, item in attributes.items()}
        return {"$": "object", "number": number, "type": type(value).__name__, "of": fields, "unloaded": unloaded}


def _attributes(value: Any) -> tuple[dict[str, Any], list[str]]:
    """What an object holds, and the names of what it did not load: looking never loads anything."""
    try:
        state = inspect(value)
        unloaded = sorted(state.unloaded)
        mapped = [attribute.key for attribute in state.mapper.attrs]
        return {name: state.dict[name] for name in mapped if name in state.dict}, unloaded
    except (NoInspectionAvailable, AttributeError):
        pass
    if _is_model(value):
        return dict(value.__dict__), []
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, []
    raise CannotSend(f"{'a class' if isinstance(value, type) else 'a value of type'} {type(value).__name__}")


def _is_model(value: Any) -> bool:
    pydantic = sys.modules.get("pydantic")  # a checker without FastAPI need not wait for it
    return pydantic is not None and isinstance(value, pydantic.BaseModel)


def from_plain(plain: Any) -> Any:
    """The reverse of `to_plain`; objects arrive as Loaded.  Raises Malformed for anything else."""
    try:
        return _Receiver().value(plain)
    except Malformed:
        raise
    except Exception as problem:
        raise Malformed(f"data that does not fit together ({type(problem).__name__})") from None


class _Receiver:
    """Counts what it has received, so that nothing small on the wire becomes large or slow here."""

    def __init__(self) -> None:
        self.seen: dict[int, tuple[Loaded, int]] = {}
        """The objects received so far, and of how many items each is made."""
        self.items = self.large = self.keys = 0

    def value(self, plain: Any) -> Any:
        self._count(1)
        if isinstance(plain, list):
            return [self.value(item) for item in plain]
        if not isinstance(plain, dict):
            self._weigh(plain)
            return plain
        tag, content = plain["$"], plain["of"]
        if tag in SCALARS:
            found = SCALARS[tag][2](content)
            self._weigh(found)
            return found
        if tag == "dict":
            return {self._key(key): self.value(value) for key, value in content}
        if tag == "tuple":
            return tuple(self.value(item) for item in content)
        if tag == "set":
            return {self._key(item) for item in content}
        if tag == "again":
            arrived, size = self.seen[content]
            self._count(size)
            return arrived
        if tag == "object":
            return self._object(plain, content)
        raise Malformed(f"an unknown kind of data ({str(tag)[:40]})")

    def _key(self, plain: Any) -> Any:
        found = self.value(plain)
        if not isinstance(found, str):
            self.keys += 1
            if self.keys > MOST_KEYS:
                raise Malformed(f"more than {MOST_KEYS:,} keys that are no texts")
        return found

    def _object(self, plain: dict[str, Any], content: Any) -> Loaded:
        before, number = self.items, plain["number"]
        arrived = Loaded(str(plain["type"])[:MOST_NAME], {}, [str(name)[:MOST_NAME] for name in plain["unloaded"]])
        self.seen[number] = arrived, 1  # an object that is in itself is written once
        # only names that Python itself would accept, and none of our own
        for name, item in content.items():
            if not name.startswith("_"):
                arrived.__dict__[name[:MOST_NAME]] = self.value(item)
        self.seen[number] = arrived, self.items - before
        return arrived

    def _count(self, number: int) -> None:
        self.items += number
        if self.items > MOST_ITEMS:
            raise Malformed(f"more than {MOST_ITEMS:,} values")

    def _weigh(self, value: Any) -> None:
        if isinstance(value, UUID) or (isinstance(value, int | Decimal) and not -LARGE < value < LARGE):
            self.large += 1
            if self.large > MOST_LARGE:
                raise Malformed(f"more than {MOST_LARGE:,} numbers beyond 60 bits")


def to_line(message: dict[str, Any]) -> bytes:
    """One message as one line.  Raises CannotSend if it is too large."""
    line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    if len(line) > MOST_BYTES:
        raise CannotSend(f"{len(line) / 1e6:.0f} MB of data; at most {MOST_BYTES / 1e6:.0f} MB can be sent")
    return line


def from_line(line: bytes) -> dict[str, Any]:
    """The message of one line.  Raises Malformed unless it is a JSON object."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"not a message: {line[:60]!r}") from problem
    if not isinstance(message, dict):
        raise Malformed(f"not a message: {line[:60]!r}")
    return message
