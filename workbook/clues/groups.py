"""The exceptions of a group, as a TaskGroup raises them: which of them is told, and what the others were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from workbook.clues.earlier import told

Clues = dict[str, str]
MOST, MOST_TOLD = 20, 2  # exceptions that are looked at, that are told beside the first


def of_group(
    group: BaseExceptionGroup, read: Callable[[BaseException], Clues], is_theirs: Callable[[str], bool]
) -> Clues:
    """The clues to the first of a group's exceptions of which something is known; the others go with it.

    Empty where nothing is known of any of them.
    """
    said = {told(each, is_theirs): each for each in islice(leaves(group), MOST)}  # many tasks fail in the same way
    clues, chosen = next(((clues, it) for it, each in said.items() if (clues := read(each))), ({}, ""))
    others = "; ".join([it for it in said if it != chosen][:MOST_TOLD])
    return clues | {"others": others} if clues and others else clues


def leaves(problem: BaseException) -> Iterator[BaseException]:
    """The exceptions inside a group, and inside the groups in it, in order; another exception itself."""
    if isinstance(problem, BaseExceptionGroup):
        for each in problem.exceptions:
            yield from leaves(each)
    else:
        yield problem
