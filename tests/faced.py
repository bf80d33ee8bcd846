"""Which checks each answer meets at the gate."""

from __future__ import annotations

from collections import defaultdict
from itertools import count

from variants import ROOT, Check, checks, variants

from workbook.files.exercise import Exercise

SUITE, KEPT = "test_shop", "test_shops_that_keep_their_promises"
SUITES = 4  # right suites, among which the broken shops are shared out


def faced(stem: str, database: str, *, every: bool) -> dict[str, list[Check]]:
    """The checks that each answer meets, by its name.

    A stub and a solution meet all, others those of their function.  But:

    - A wrong answer meets those that must catch it.  That it breaks no other is seen on one database, of one other
      check each, in turn; and of none that is slow, or starts a service.
    - The broken shops, and what suites do there, are the same on both databases: they are met on one, each by the
      solution and by one right suite.

    With `every`, nothing is spared or shared out.
    """
    package = Exercise.find(ROOT / "solutions", stem).is_package
    turns: defaultdict[str, count[int]] = defaultdict(count)
    met = {}
    for answer in variants(stem):
        own = [check for check in checks(stem) if answer.function in ("", check.function)]
        if answer.kind == "wrong":
            must = [check for check in own if check.name in answer.caught_by]
            rest = [check for check in own if check not in must and not check.slow and not package]
            shares = len(rest)
        else:
            whole = answer.kind == "stub" or (answer.kind == "solution" and database == "sqlite")
            must = [check for check in own if whole or check.function != SUITE or check.name == KEPT]
            rest = [check for check in own if check not in must]
            shares = SUITES
        if every:
            met[answer.name] = own
        elif database == "sqlite" and rest:
            met[answer.name] = must + rest[next(turns[answer.function]) % shares :: shares]
        else:
            met[answer.name] = must
    return met
