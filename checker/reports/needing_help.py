"""Which learners an instructor should speak with first, and why."""

from __future__ import annotations

from checker.reports.summary import Summary

FAR_BELOW = 0.5
"""Less than this part of the class's median is far below the others."""


def needing_help(found: Summary) -> list[tuple[str, str]]:
    """Learner and reason: files that cannot be imported, then nothing solved, then far below the others."""
    reasons = {learner: "a file cannot be imported" for learner, _, _ in found.unloaded}
    for learner, share in sorted(found.standing.items(), key=lambda each: each[1]):
        if share == 0:
            reasons.setdefault(learner, "nothing solved")
        elif share < FAR_BELOW * found.median:
            reasons.setdefault(learner, f"{100 * share:.0f} % of the points, far below the others")
    return list(reasons.items())
