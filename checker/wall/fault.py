"""One thing that a check lets go wrong: asked for by the judge, met in the worker."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

KINDS = ("statement", "commit", "disconnect", "unanswered", "cancel")
REASONS = ("full", "refused")


@dataclass
class Fault:
    """One thing that will go wrong once: at the `nth` statement from now on that begins with `verb`, or COMMIT.

    `kind` is "statement" (the database answers with an error), "commit" (the same, at COMMIT), "disconnect" (the
    connection is gone), "unanswered" (it is gone when the COMMIT is done, and before its answer has come) or "cancel"
    (the task that runs the learner's call is cancelled there).  `reason` is what the database says: "full" is an error
    that stays, "refused" one that a new attempt may not meet.
    """

    kind: str
    nth: int = 1
    verb: str = ""
    reason: str = "full"
    seen: itertools.count = field(default_factory=lambda: itertools.count(1), repr=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.reason not in REASONS or self.nth < 1:
            raise ValueError(f"no such fault: {self}")
        self.verb = "COMMIT" if self.kind in ("commit", "unanswered") else self.verb.upper()

    def strikes(self, sql: str) -> bool:
        """Whether this statement, or "COMMIT", is the one."""
        fits = sql.lstrip().upper().startswith(self.verb) if self.verb else sql != "COMMIT"
        return fits and next(self.seen) == self.nth
