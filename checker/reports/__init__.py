"""What an instructor and a learner get from a graded class, all of it from the `result.json` of each learner."""

from checker.reports import class_results, grades
from checker.reports.run import Graded, Run
from checker.reports.text import printable

__all__ = ["of_class", "of_learner", "printable"]


def of_learner(run: Run, graded: Graded) -> None:
    """Write what belongs to one learner.  Raises OSError."""


def of_class(run: Run) -> None:
    """Write what belongs to the whole class.  Raises OSError."""
    grades.write(run)
    class_results.write(run)
