"""Who is in a class, as its roster says: plain data, for the reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

CANVAS, MOODLE = "Canvas", "Moodle"
OTHER_TABLE = ""


@dataclass(frozen=True)
class Person:
    """One row of a roster; what it does not say is "" or ()."""

    row: int
    """Which of the table's rows it is, from 0."""
    name: str = ""
    email: str = ""
    user: str = ""
    ids: tuple[str, ...] = ()
    handed_in: str = ""
    late: bool = False

    @property
    def shown(self) -> str:
        """What the person is called in a report."""
        return self.name or self.user or self.email or ", ".join(self.ids)


@dataclass(frozen=True)
class Table:
    """A roster's file as it was read, so that it can be written again."""

    form: str
    """CANVAS, MOODLE (a grade sheet of an assignment), or OTHER_TABLE."""
    header: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    content: bytes = b""


@dataclass(frozen=True)
class Roll:
    """A roster, and who of it has handed in what."""

    table: Table
    people: list[Person]
    persons: dict[str, Person] = field(default_factory=dict)
    """By learner, whose submission it is."""
    missing: list[Person] = field(default_factory=list)
    """Who has handed in nothing."""
    strangers: dict[str, str] = field(default_factory=dict)
    """By learner, why no person of the roster is taken to have handed that in."""

    def unclear(self) -> Iterator[Person]:
        """Those of whom it cannot be said which submission is theirs."""
        known = {person.row for person in (*self.persons.values(), *self.missing)}
        yield from (person for person in self.people if person.row not in known)
