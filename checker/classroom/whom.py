"""Which learner of a class is meant by a name, an id or an address that somebody wrote.  Nothing is guessed."""

from __future__ import annotations

import difflib

from checker.classroom.matching import Marks
from checker.intake.arrivals import Arrived
from checker.intake.platforms import without_suffix
from checker.intake.spelling import same_name
from checker.reports.roll import Person, Roll
from checker.reports.text import cell


class Whom:
    """Tells by a name, id or address which learner of a class is meant, as a roster's people are told."""

    def __init__(self, arrived: Arrived, roll: Roll | None):
        self._learners = [entry.learner for entry in arrived]
        self._named: dict[str, set[str]] = {}
        for learner in self._learners:
            for name in (learner, cell(learner)):  # as grades.csv writes it
                self._named.setdefault(same_name(name), set()).add(learner)
        self._roll = roll
        self._people = Marks(roll.people if roll else [])
        self._entries = Marks([_person(row, arrived) for row in range(len(self._learners))])

    def called(self, text: str) -> str:
        """The one learner that is meant.  Raises ValueError, with the reason, where that is nobody or two."""
        if not text:
            raise ValueError("it names no learner: fill in the first column, or take the line out")
        people = self._people.by_label(text)
        persons = {person.row: learner for learner, person in self._roll.persons.items()} if self._roll else {}
        its = self._named.get(same_name(text), set()) | {persons[each.row] for each in people if each.row in persons}
        if not its and not people:
            its = {self._learners[person.row] for person in self._entries.by_label(text)}
        if len(its) == 1 and len(people) < 2:
            return its.pop()
        if len(its) > 1 or len(people) > 1:
            could = sorted(its | {each.shown for each in people})
            raise ValueError(
                f"{text!r} may be {' or '.join(could[:4])}: write the id, or the name as grades.csv has it"
            )
        if people and self._roll and people[0] in self._roll.missing:
            raise ValueError(f"{text!r} has handed in nothing, and so has no points to be changed: take the line out")
        if people:
            raise ValueError(f"it is not clear what {text!r} has handed in: write the name as grades.csv has it")
        near = difflib.get_close_matches(text, self._learners, 1)
        perhaps = f" (is it {near[0]!r}?)" if near else ""
        roster = "" if self._roll or near else ", or give the roster (--roster) in which it stands"
        raise ValueError(
            f"{text!r} fits nobody who has handed in something{perhaps}: write it as grades.csv has it{roster}"
        )


def _person(row: int, arrived: Arrived) -> Person:
    """Somebody of whom we know what the name of their entry says, and what the platform's list of entries does."""
    entry = arrived.entries[row]
    owners = arrived.owners.get(entry.path.name, ())
    if len(owners) == 1:
        [owner] = owners
        return Person(row, owner.name, owner.email, owner.user, owner.ids)
    name = entry.said.person or without_suffix(entry.path.name)
    return Person(row, name, ids=tuple(filter(None, [entry.said.number])))
