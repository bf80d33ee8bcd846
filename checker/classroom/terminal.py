"""What the terminal says of a class when it is graded: what was not, what was taken for what, and the sum of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checker import reports
from checker.classroom.adjusting import KEPT
from checker.reports import sheets
from checker.reports.roll import Roll
from checker.reports.run import EARLIER, GRADED, NO_FILE, NOBODYS, REFUSED, SKIPPED, Graded, Run, accounts, status
from checker.wall.verdicts import BROKE

NOTE = "note"
MOST_LINES = 40  # of notes, and of what is no submission
COLOURS = {NOTE: "light", NOBODYS: "light", NO_FILE: "yellow", REFUSED: "yellow", BROKE: "purple"}
COUNTED = {
    GRADED: "graded",
    REFUSED: "refused",
    NO_FILE: "without an exercise file",
    EARLIER: "of an earlier attempt",
    NOBODYS: "not a submission",
    SKIPPED: "skipped",
}


@dataclass(frozen=True)
class Line:
    """Something about one learner, or one entry; `fails` if they could not be graded."""

    kind: str
    name: str
    text: str
    fails: bool = False


def lines(run: Run, graded: Graded) -> list[Line]:
    """What is said of one learner."""
    learner, its = graded["learner"], status(graded)
    said = [Line(NOTE, learner, note) for note in (*graded.get("notes", ()), *graded.get("hints", ()))]
    if learner in run.adjustments:
        adjusted = [str(each) for each in run.score(run.weighed(graded)).adjusted]
        nothing = ["nothing of theirs was graded, and so nothing is changed"]
        said += [Line(NOTE, learner, f"changed by hand: {each}") for each in adjusted or nothing]
    if its in (REFUSED, NO_FILE):
        what = "not graded" if its == REFUSED else "no exercise file found"
        said.append(Line(its, learner, f"{what}: {graded['refused'].splitlines()[-1]}", fails=True))
    elif any(result["outcome"] == BROKE for result in graded["results"]):
        said.append(Line(BROKE, learner, "the checker broke; not scored", fails=True))
    return said


def say(terminal: Any, run: Run, statuses: dict[str, str], told: list[Line]) -> None:
    """Say all of it, whatever names and texts hold."""

    def write(line: str, **how: bool) -> None:
        terminal.write_line(reports.one_line(line), **how)

    entries, counts = accounts(run.entries, statuses)
    nobodys = [each for each in entries if each.became == NOBODYS]
    told = [*told, *(Line(NOBODYS, each.entry, f"not a submission: {each.what}") for each in nobodys)]
    for kind, colour in COLOURS.items():
        its = sorted((line for line in told if line.kind == kind), key=lambda line: line.name)
        most = MOST_LINES if kind in (NOTE, NOBODYS) else len(its)
        for line in its[:most]:
            write(f"{line.name}: {line.text}", **{colour: True})
        if len(its) > most:
            write(f"… and {len(its) - most} more of these: they are in index.html", **{colour: True})
    for sentence, how in of_roll(run.roll) if run.roll else ():
        write(sentence, **how)
    terminal.write_line("")
    done, left = sum(its == GRADED for its in statuses.values()), len(run.learners) - len(statuses)
    summed = [f"{counts[name]} {words}" for name, words in COUNTED.items() if counts[name]]
    if left:
        summed.append(f"{sum(counts.values()) - sum(counts[name] for name in COUNTED)} left")
    if len(summed) > 1 or len(entries) != len(run.learners):
        write(f"{len(entries)} entries: {', '.join(summed)}")
    if run.adjustments:
        number = sum(map(len, run.adjustments.values()))
        lines = "1 line" if number == 1 else f"{number} lines"
        write(
            f"Points are changed by hand by {lines} of {KEPT} in the report; --adjust gives another table", light=True
        )
    last_line(terminal, done, len(statuses) - done)
    for sentence in sheets.said(run):
        write(sentence, **({"yellow": True} if run.roll and run.roll.table.form in sheets.FILES else {"light": True}))
    write(f"{done} of {len(run.learners)} submissions are graded; see {run.out}")
    if left:
        write(f"{left} are left: the same command goes on with them", yellow=True)
    write(f"(--seed {run.run['seed']} repeats the random values of this run)", light=True)


def last_line(terminal: Any, graded: int = 0, others: int = 0) -> None:
    """Have pytest end with these numbers, where it would count the checks that -k left out."""
    last = [(f"{graded} graded", {"green": True})] + [(f"{others} not graded", {"yellow": True})] * bool(others)
    terminal.build_summary_stats_line = lambda: (last, "yellow" if others or not graded else "green")


def of_roll(roll: Roll) -> list[tuple[str, dict[str, bool]]]:
    """What is said of a roster: who handed in nothing, and what nobody of it did."""
    matched = f"{len(roll.persons)} of {len(roll.people)} on the roster are matched to what was handed in"
    said = [(matched, {"light": True})]
    if roll.missing:
        said.append((f"handed in nothing: {_listed([person.shown for person in roll.missing])}", {"yellow": True}))
    whys: dict[str, list[str]] = {}
    for learner, why in roll.strangers.items():
        whys.setdefault(why, []).append(learner)
    return said + [(f"not matched: {_listed(names)}: {why}", {"yellow": True}) for why, names in whys.items()]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_LINES} more" if len(names) > MOST_LINES else ""
    return "; ".join(names[:MOST_LINES]) + more  # a name may hold a comma
