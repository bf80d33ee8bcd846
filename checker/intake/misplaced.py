"""Files that are named for one exercise and hold another: never graded as what they are not, and always told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.intake.candidates import Candidate, Choice, holds, some
from checker.intake.exercises import Exercises

MOST_TOLD = 6


def misplaced(by_name: list[Candidate], known: Exercises) -> list[Candidate]:
    """Those that hold nothing of what they are named for, and something of another exercise."""
    return [each for each in by_name if known.is_of_another(each.stem, each.defines)]


def told_of(by_name: list[Candidate], chosen: Mapping[str, Choice], wanted: list[str], known: Exercises) -> list[str]:
    """What is said of files that hold what they are not named for, where it is not what was taken."""
    return [*_told_of(by_name, chosen, wanted, known)][:MOST_TOLD]


def _told_of(
    by_name: list[Candidate], chosen: Mapping[str, Choice], wanted: list[str], known: Exercises
) -> Iterator[str]:
    taken = {choice.taken.path: stem for stem, choice in chosen.items()}
    for each in by_name:
        elsewhere = known.is_of_another(each.stem, each.defines)
        if elsewhere and each.path not in taken:
            stem, functions = _what(each, known)
            besides = f": {known.called(stem)} counts" if stem in chosen else ""
            which = f"{some(functions)} of {known.called(stem)}"
            yield f"{each.path} holds {which} and nothing of {known.called(each.stem)}, and was not taken{besides}."
        elif not elsewhere and taken.get(each.path) == each.stem:
            for stem in wanted:
                counts = chosen[stem].taken.path if stem in chosen else None
                any_of_it = not counts and not each.package  # a whole service has a register() of its own
                also = known.holds_any(stem, each.defines) if any_of_it else holds(stem, each, known)
                if stem != each.stem and counts != each.path and also:
                    which = f"{some(sorted(also))} of {known.called(stem)}"
                    why = f"since {counts} counts" if counts else f"and there is no {known.called(stem)}"
                    yield f"{each.path} holds also {which}, which is not graded there, {why}."


def _what(each: Candidate, known: Exercises) -> tuple[str, list[str]]:
    """The exercise that it holds most of, and which functions of it."""
    held = {stem: sorted(holds(stem, each, known)) for stem in known.texts if stem != each.stem}
    stem = max(held, key=lambda stem: len(held[stem]))
    return stem, held[stem]
