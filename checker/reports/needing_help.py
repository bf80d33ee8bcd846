"""Which learners an instructor should speak with first, and why."""

from __future__ import annotations

from checker.reports.summary import Summary

FAR_BELOW = 0.5
"""Less than this part of the class's median is far below the others."""


def needing_help(found: Summary) -> list[tuple[str, str]]:
    """Learner and reasons: files that cannot be imported, nothing solved, far below the others, worse than before."""
    reasons = {learner: ["a file cannot be imported"] for learner, _, _ in found.unloaded}
    for learner, share in sorted(found.standing.items(), key=lambda each: each[1]):
        if learner not in reasons and share == 0:
            reasons[learner] = ["nothing solved"]
        elif learner not in reasons and share < FAR_BELOW * found.median:
            reasons[learner] = [f"{100 * share:.0f} % of the points, far below the others"]
    for learner, (before, now) in sorted(found.fallen.items(), key=lambda each: each[1][1] - each[1][0]):
        reasons.setdefault(learner, []).append(f"worse than the last time: {now:g} points, after {before:g}")
    return [(learner, "; ".join(its)) for learner, its in reasons.items()]
