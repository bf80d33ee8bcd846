"""Whose submission is whose: people of a roster and the entries of a class's folder.  Nothing is guessed.

An entry is a person's by the platform's number, an id, the user name, the email address, or the name as the download
writes it, in that order.  Where two people could be meant, or one person by two entries, nobody is taken, and it is
said who could be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from checker.intake.entries import Entry
from checker.intake.platforms import without_suffix
from checker.intake.spelling import same_name
from checker.reports.roll import Person, Roll, Table

Keys = Callable[[str], set[str]]


def match(entries: Iterable[Entry], table: Table, people: list[Person], owners: Mapping[str, Sequence[Person]]) -> Roll:
    """The roll of a class; `owners` are whose entries are by the platform's own list of them, of a group all."""
    marks = Marks(people)
    found: dict[str, Person] = {}
    strangers: dict[str, str] = {}
    unclear: set[int] = set()
    for entry in entries:
        whose = owners.get(entry.path.name, ())
        its = [each for owner in whose or (None,) for each in _could_be(entry, owner, marks)]
        if len(whose) > 1:
            unclear |= {person.row for person in its}
            names = " and ".join(person.shown for person in whose)
            strangers[entry.learner] = f"handed in by {names} together: give each of them its points"
            continue
        if len(its) == 1:
            found[entry.learner] = its[0]
            continue
        unclear |= {person.row for person in its}
        strangers[entry.learner] = _either(its) if its else "nobody on the roster has this name, id or address"
    by_row: dict[int, list[str]] = {}
    for learner, person in found.items():
        by_row.setdefault(person.row, []).append(learner)
    for learner, person in found.items():
        if len(by_row[person.row]) > 1 or person.row in unclear:
            unclear.add(person.row)
            strangers[learner] = f"may be {person.shown}, and so may another: nothing is guessed"
    persons = {learner: person for learner, person in found.items() if learner not in strangers}
    known = {person.row for person in persons.values()} | unclear
    return Roll(table, people, persons, [person for person in people if person.row not in known], strangers)


class Marks:
    """By what each person of a roster can be known: id, user name, address, name, and parts of these, in that order."""

    def __init__(self, people: list[Person]):
        self._known: list[tuple[Keys, dict[str, list[Person]]]] = []
        for of_label, of_person in WAYS:
            known: dict[str, list[Person]] = {}
            for person in people:
                for key in of_person(person) - {""}:
                    known.setdefault(key, []).append(person)
            self._known.append((of_label, known))

    def by_label(self, label: str) -> list[Person]:
        """Those whom the strongest mark that fits names; several, if it fits several."""
        for of_label, known in self._known:
            its = {person.row: person for key in of_label(label) for person in known.get(key, ())}
            if its:
                return list(its.values())
        return []

    def by_number(self, number: str) -> list[Person]:
        """Those who have this id or else this user name."""
        found = (known.get(number.casefold(), []) for _, known in self._known[:2] if number)
        return next(filter(None, found), [])


def _either(people: list[Person]) -> str:
    return f"may be {' or '.join(sorted(_full(person) for person in people[:4]))}: nothing is guessed"


def _full(person: Person) -> str:
    more = next((each for each in (person.email, person.user, *person.ids) if each and each != person.shown), "")
    return f"{person.shown} ({more})" if more else person.shown


def _could_be(entry: Entry, owner: Person | None, marks: Marks) -> list[Person]:
    """Who it may be from: the people that the strongest of its marks names."""
    if owner is not None:
        labels = [each for each in (*owner.ids, owner.email, owner.name) if each]
    else:
        name = entry.said.person or without_suffix(entry.path.name)
        labels = [name, entry.learner, *(_after_underscores(name) if entry.said.form == "Blackboard" else ())]
    by_label = next((its for label in labels if (its := marks.by_label(label))), [])
    by_number = marks.by_number(entry.said.number)
    both = [person for person in by_number if person in by_label]
    if both or not by_number or not by_label:
        return both or by_number or by_label
    return [*by_number, *by_label]  # its number says one, its name another


def _after_underscores(name: str) -> list[str]:
    """Blackboard writes the user name behind the assignment's, and either may hold a "_": the longest first."""
    words = name.split("_")
    return ["_".join(words[at:]) for at in range(1, len(words))]


def _of_ilias(label: str) -> set[str]:
    """Name and user name from ILIAS' folders, `Last_First_user_4711`."""
    found = re.fullmatch(r"([^_]+_[^_]+)_(.+)_\d+", label)
    return {f"{_squeezed(found[1])} {found[2].casefold()}"} if found else set()


def _turned(name: str) -> str:
    """ "Ana García" for "García, Ana"."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def _squeezed(name: str) -> str:
    """The name's letters alone: no blanks, no accents, no capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _orders(name: str) -> set[str]:
    """The name's words in every order that keeps first names and last names together: "garciaana" for Ana García."""
    words = re.findall(r"[^\s,]+", name)
    return {_squeezed(" ".join(words[at:] + words[:at])) for at in range(len(words))}


def _ends(label: str) -> set[str]:
    """What follows each "-", as the user name does in a clone's name: "week3-ana"; and the whole."""
    words = label.casefold().split("-")
    return {label.casefold(), *("-" + "-".join(words[at:]) for at in range(1, len(words)))}


def _inner(person: Person) -> set[str]:
    user, email = person.user.casefold(), person.email.casefold()
    return {f"-{user}" if user else "", user.partition("@")[0], email.partition("@")[0]}


WAYS: list[tuple[Keys, Callable[[Person], set[str]]]] = [
    (lambda label: {label.casefold()}, lambda person: {each.casefold() for each in person.ids}),
    (lambda label: {label.casefold()}, lambda person: {person.user.casefold()}),
    (lambda label: {label.casefold()}, lambda person: {person.email.casefold()}),
    (lambda label: {same_name(label)}, lambda person: {same_name(person.name), same_name(_turned(person.name))}),
    (lambda label: {_squeezed(label)}, lambda person: _orders(person.name)),
    (_ends, _inner),
    (_of_ilias, lambda person: {f"{name} {person.user.casefold()}" for name in _orders(person.name) if person.user}),
]
