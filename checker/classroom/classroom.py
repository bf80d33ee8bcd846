"""Grades a class: `pytest checker --submissions DIR [--report OUT] [-n WORKERS]`, stopped and resumed at will."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from checker import reports
from checker.classroom import adjusting, grader, outfolder, roster
from checker.classroom.class_run import ClassRun
from checker.classroom.matching import match
from checker.classroom.terminal import Line, last_line, lines, say
from checker.classroom.whom import Whom
from checker.intake.arrivals import SKIPPED as LEFT
from checker.intake.arrivals import Arrived, entries
from checker.intake.entries import Entry, Refused
from checker.intake.gradescope_export import owners
from checker.intake.laying_out import lay_out
from checker.intake.spelling import spelt
from checker.judge import options
from checker.judge.running import BENCH, unconfined
from checker.reports.roll import Roll
from checker.reports.run import EARLIER, NOBODYS, SKIPPED, Received, Run, status
from checker.telling.telling import of_check
from workbook.files.exercise import Exercise
from workbook.files.removing import passing_folder
from workbook.project import ROOT


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    config = session.config
    if config.option.collectonly:
        return None
    if config.option.grader:
        grader.serve(session, sys.stdin, sys.stdout)
        return True
    if config.option.submissions:
        grade_class(session)
        return True
    return None


def grade_class(session: pytest.Session) -> None:
    """Grade every submission that is not graded yet, and write the reports.

    What is asked for is that all are graded: `session.testsfailed`, and with it the exit status, counts the
    submissions that were refused and those with a check that broke, not those with a wrong answer.
    """
    config = session.config
    if config.option.in_process:
        raise pytest.UsageError("--in-process is for one submission and a debugger: leave it out to grade a class.")
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        last_line(terminal)
    out = outfolder.place(config)
    arrived = submissions(config, out)
    found = arrived.entries
    if not session.items:
        raise pytest.UsageError(
            "No check is asked for: -k takes a part of a lesson's or a check's name, as in -k ex05."
        )
    roll = called(config, arrived)
    asked = checks(session)
    by_hand = adjusting.given(config, out, Whom(arrived, roll), asked)
    outfolder.prepare(out)
    with outfolder.locked(out), outfolder.full(out):
        run = Run(
            out=out,
            run=outfolder.begin(config, out, [item.nodeid for item in session.items]),
            learners=[entry.learner for entry in found],
            text=partial(text, {entry.learner: entry for entry in found}, lessons(session)),
            entries=received(arrived),
            unconfined=unconfined(config.stash[BENCH]),
            checks=asked,
            adjustments=by_hand.by_learner,
            roll=roll,
            returned={entry.learner: name for entry in found if (name := entry.returned)},
            title=config.stash[options.LAB].title if config.option.lab else "",
        )
        by_hand.keep(out)
        statuses: dict[str, str] = {}
        told: list[Line] = []
        try:
            for graded in ClassRun(session, out, run.run).grade(found):
                statuses[graded["learner"]] = status(graded)
                reports.of_learner(run, graded)
                told += lines(run, graded)
        except KeyboardInterrupt:
            raise pytest.exit.Exception("stopped by Ctrl-C", returncode=pytest.ExitCode.INTERRUPTED) from None
        finally:
            reports.of_class(run)
            session.testsfailed = sum(line.fails for line in told)
            if terminal is not None:
                say(terminal, run, statuses, told)


def called(config: pytest.Config, arrived: Arrived) -> Roll | None:
    """Who of the roster has handed in what.  Raises pytest.UsageError."""
    if not config.option.roster:
        return None
    try:
        table, people = roster.read(config.invocation_params.dir / Path(config.option.roster).expanduser())
    except roster.NoRoster as problem:
        raise pytest.UsageError(str(problem)) from None
    return match(arrived, table, people, arrived.owners)


def checks(session: pytest.Session) -> list[dict[str, Any]]:
    """Every check, for the reports, worth what a lab says."""
    found = [of_check(item) | {"code": code(item)} for item in session.items if grader.exists(item)]
    lab = session.config.stash.get(options.LAB, None)
    if lab is not None:
        worth = lab.worth((each["exercise"], each["function"], each["check"], each["points"]) for each in found)
        found = [{**each, "points": worth.get((each["exercise"], each["check"]), each["points"])} for each in found]
    return found


def received(arrived: Arrived) -> list[Received]:
    """Everything in the folder, for the reports."""
    found = [Received(spelt(part.path.name), entry.learner) for entry in arrived for part in entry.whole]
    found += [Received(name, learner, EARLIER) for name, learner in arrived.earlier]
    found += [Received(name, "", SKIPPED if what == LEFT else NOBODYS, what) for name, what in arrived.others]
    return sorted(found, key=lambda each: each.entry)


def submissions(config: pytest.Config, out: Path) -> Arrived:
    """What is in the folder that is given, `out` aside.  Raises pytest.UsageError if nothing is a submission."""
    given = config.option.submissions
    folder: Path = options.folder(config, given, options.ENTRIES)
    if folder == out:
        raise pytest.UsageError("The results cannot go among the submissions: give --report another folder.")
    try:
        found = entries(folder)
    except OSError as problem:
        raise pytest.UsageError(f"{given} cannot be read ({problem.strerror}): look at its permissions.") from None
    if within := getattr(config.option, "within", None):
        if ".." in Path(within).parts or Path(within).is_absolute():
            raise pytest.UsageError("--within takes a folder in each submission: a name or a pattern, as in workbook.")
        found = replace(found, entries=[replace(entry, within=within) for entry in found])
    if its_owners := owners(folder):
        found = found.of(its_owners)
    if out.parent == folder:
        found = found.beside(out)
    if not found.entries:
        others = [f"{name} ({what})" for name, what in found.others if what != LEFT and name != out.name]
        named = f"no submission: {', '.join(others[:5])}" if others else "no folder and no .zip"
        raise pytest.UsageError(f"{given} holds {named}: give the folder of submissions.")
    return found


def lessons(session: pytest.Session) -> list[str]:
    """The stems of the exercise files that are checked."""
    return list(dict.fromkeys(of_check(item)["exercise"] for item in session.items if grader.exists(item)))


def text(by_learner: dict[str, Entry], stems: list[str], learner: str) -> str:
    """What a learner has handed in for these files, as far as it is still there; without those left as they were."""
    written: list[str] = []
    with passing_folder("submission_") as folder:
        try:
            lay_out(by_learner[learner], folder, stems)
        except Refused:
            return ""
        for stem in stems:
            handed_out = Exercise.find(ROOT / "exercises", stem).sources()
            sources = Exercise.find(folder, stem).sources(errors="replace")
            written += [text for name, text in sources.items() if text != handed_out.get(name)]
    return "\n".join(written)


def code(item: pytest.Item) -> str:
    """The body of a check."""
    lines = textwrap.dedent(inspect.getsource(item.obj))  # type: ignore[attr-defined]
    check = ast.parse(lines).body[0]
    assert isinstance(check, ast.AsyncFunctionDef | ast.FunctionDef)
    first = check.body[1 if ast.get_docstring(check) and len(check.body) > 1 else 0]
    return textwrap.dedent("\n".join(lines.splitlines()[first.lineno - 1 :]))
