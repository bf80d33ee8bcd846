"""What an instructor and a learner get from a graded class, all of it from the `result.json` of each learner."""

from __future__ import annotations

from checker.reports.run import Graded, Run
from checker.reports.text import one_line

__all__ = ["of_class", "of_learner", "one_line"]


def of_learner(run: Run, graded: Graded) -> None:
    """Write what belongs to one learner.  Raises OSError."""
    from checker.reports import pages, platforms  # here: Jinja is for a class only

    graded = run.weighed(graded)
    run.folder(graded["learner"]).mkdir(parents=True, exist_ok=True)
    pages.feedback(run, graded)
    platforms.write(run, graded)


def of_class(run: Run) -> None:
    """Write what belongs to the whole class.  Raises OSError."""
    from checker.reports import class_results, giving_back, grades, pages, sheets
    from checker.reports.side_by_side import side_by_side
    from checker.reports.similar import alike
    from checker.reports.summary import summary

    grades.write(run)
    sheets.write(run)
    giving_back.write(run)
    class_results.write(run)
    shapes = ((graded["learner"], graded.get("shape", [])) for graded in run.graded())
    pages.index(run, summary(run), side_by_side(alike(shapes), run.text))
