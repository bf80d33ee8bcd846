"""The exercises as they are handed out, and which of them a file holds by what it defines, whatever its name says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from checker.intake.definitions import Definitions, definitions

HOLE = re.compile(r"^[ \t]+raise[ \t]+NotImplementedError\b", re.M)


@dataclass(frozen=True)
class Exercises:
    """The text of each exercise by its stem, all its files together."""

    texts: Mapping[str, str]
    packages: Collection[str] = ()
    """Those that are folders."""

    def called(self, stem: str) -> str:
        """What it is called where it is handed in."""
        return f"{stem}/" if stem in self.packages else f"{stem}.py"

    @cached_property
    def stubs(self) -> dict[str, Definitions]:
        """What each defines as it is handed out."""
        return {stem: definitions([text]) for stem, text in self.texts.items()}

    @cached_property
    def _several(self) -> set[str]:
        """Names that more than one exercise has."""
        counts = Counter(name for its in self.stubs.values() for name in its.functions)
        return {name for name, number in counts.items() if number > 1}

    def functions(self, stem: str) -> set[str]:
        """The functions and classes that an answer defines."""
        return self.stubs[stem].functions if stem in self.stubs else set()

    def to_solve(self, stem: str) -> set[str]:
        """Those of them in which there is something to be written."""
        return {hole.partition(".")[0] for hole in self.stubs[stem].holes or ()}

    def holds(self, stem: str, its: Definitions) -> Collection[str]:
        """What of this exercise is defined there, if that is so much that it can be nothing else; or nothing."""
        functions, wanted = self.functions(stem), self.to_solve(stem)
        if functions and functions <= its.made:
            return functions
        much = 2 * len(wanted & its.made) >= len(wanted) > 0
        return functions & its.made if much and functions & its.made - self._several else ()

    def holds_any(self, stem: str, its: Definitions) -> Collection[str]:
        """What of this exercise is defined there, be it one function that no other exercise has; or nothing."""
        some = self.to_solve(stem) & its.made
        return some if some - self._several else self.holds(stem, its)

    def is_of_another(self, stem: str, its: Definitions) -> bool:
        """Whether a file that is named for `stem` holds nothing of it, and something of another exercise."""
        functions = self.functions(stem)
        # models are imported by everybody; a function that is to be solved may be, from a module beside it
        its_own = functions & its.made | self.to_solve(stem) & its.imported if functions else functions
        if its.open or not functions or its_own - self._several:
            return False
        holds = self.holds if its_own else self.holds_any
        return any(holds(other, its) for other in self.texts if other != stem)

    def is_as_handed_out(self, stem: str, text: str) -> bool:
        """Whether it is the very text."""
        return plain(text) == plain(self.texts.get(stem, ""))

    def is_untouched(self, stem: str, text: str, its: Definitions) -> bool:
        """Whether nothing has been solved in it: all holes of the exercise are still there."""
        if stem not in self.texts or self.is_as_handed_out(stem, text):
            return True
        holes = self.stubs[stem].holes or set()
        if its.holes is None:  # it cannot be parsed
            return 0 < len(holes) <= len(HOLE.findall(text))
        return bool(holes) and holes <= its.holes


def plain(text: str) -> str:
    """A text without what editors change unasked: marks, line ends, blanks at their ends, empty lines."""
    lines = (line.rstrip() for line in text.removeprefix("\ufeff").splitlines())
    return "\n".join(line for line in lines if line)
