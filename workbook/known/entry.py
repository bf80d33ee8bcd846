"""One entry of a table of errors: a situation, what causes it and what cures it."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """One error in one situation.

    `cause` and `cure` read as one sentence, with a colon between them.  `{attribute}` stands for what is known of the
    case at hand, and `{places: at }` for " at " and the places, or for nothing where none is known.
    """

    name: str
    """The situation, as `checker`'s clues call it."""
    error: str
    """What the traceback's last line begins with."""
    cause: str
    cure: str
