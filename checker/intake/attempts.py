"""What one person has handed in several times: which of it counts, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from checker.intake.candidates import some
from checker.intake.platforms import RECEIPT, Said
from checker.intake.spelling import same_name, spelt


@dataclass(frozen=True)
class Item:
    """One thing in the folder that is somebody's."""

    path: Path
    says: Said
    folder: bool

    @property
    def key(self) -> tuple[str, ...]:
        """Who it is from: two of one key are one person's."""
        says = self.says
        if says.form or says.attempt:
            return says.form, says.number, same_name(says.person)
        if says.person:
            return "flat", same_name(says.person)
        return "", self.path.name


def counting_of(group: list[Item]) -> tuple[list[Item], list[Item]]:
    """Those of one person's that count, and their other attempts: earlier ones, and later ones without a file."""
    last: dict[str, tuple[int, ...]] = {}
    for each in [each for each in group if each.says.file != RECEIPT] or group:
        last[each.says.series] = max(last.get(each.says.series, ()), each.says.attempt)
    counting = [each for each in group if each.says.attempt == last[each.says.series]]
    return counting, [each for each in group if each not in counting]


def told_of(counting: list[Item], before: list[Item]) -> tuple[str, ...]:
    """What the learner is told of their attempts."""
    if not before:
        return ()
    counts, not_those = (_when(its) or _names(its) for its in (counting, before))
    empty = any(each.says.attempt > counting[0].says.attempt for each in before if each.says.file == RECEIPT)
    which = "the last that holds a file" if empty else "the last"
    return (f"Of {_attempts(counting, before)} {which} counts: {counts}, and not {not_those}.",)


def _attempts(counting: list[Item], before: list[Item]) -> str:
    attempts = {each.says.attempt for each in (*counting, *before)}
    return f"{len(attempts)} attempts"


def _when(items: list[Item]) -> str:
    """When they were handed in, where the platform says so."""
    moments = list(dict.fromkeys(each.says.handed_in for each in items))
    return f"that of {' and '.join(moments)}" if all(moments) else ""


def _names(items: list[Item]) -> str:
    return some([PurePosixPath(spelt(each.says.file or each.path.name)) for each in items])
