"""Grades a class: `pytest checker --submissions DIR [--report OUT] [-n WORKERS]`, stopped and resumed at will."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from functools import partial
from pathlib import Path

import pytest

from checker import reports
from checker.classroom import grader, outfolder
from checker.classroom.class_run import ClassRun
from checker.classroom.entries import Entry, Refused, entries, lay_out
from checker.judge import options
from checker.judge.running import BENCH, unconfined
from checker.reports.run import Run
from checker.telling.telling import of_check
from checker.wall.verdicts import BROKE
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
    out = outfolder.place(config)
    found = submissions(config, out)
    if not session.items:
        raise pytest.UsageError(
            "No check is asked for: -k takes a part of a lesson's or a check's name, as in -k ex05."
        )
    outfolder.prepare(out)
    with outfolder.locked(out), outfolder.full(out):
        run = Run(
            out=out,
            run=outfolder.begin(config, out, [item.nodeid for item in session.items]),
            learners=[entry.learner for entry in found],
            text=partial(text, {entry.learner: entry for entry in found}, lessons(session)),
            unconfined=unconfined(config.stash[BENCH]),
            checks=[of_check(item) | {"code": code(item)} for item in session.items if exists(item)],
        )
        done = 0
        refused: dict[str, str] = {}
        broke: list[str] = []
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        try:
            for graded in ClassRun(session, out, run.run).grade(found):
                done += 1
                reports.of_learner(run, graded)
                if graded["refused"]:
                    refused[graded["learner"]] = graded["refused"].splitlines()[-1]
                elif any(result["outcome"] == BROKE for result in graded["results"]):
                    broke.append(graded["learner"])
        except KeyboardInterrupt:
            raise pytest.exit.Exception("stopped by Ctrl-C", returncode=pytest.ExitCode.INTERRUPTED) from None
        finally:
            reports.of_class(run)
            session.testsfailed = len(refused) + len(broke)
            if terminal is not None:

                def say(line: str, **how: bool) -> None:
                    terminal.write_line(reports.one_line(line), **how)  # whatever a learner's names are

                for learner in sorted(refused):
                    say(f"{learner}: not graded, {refused[learner]}", yellow=True)
                for learner in sorted(broke):
                    say(f"{learner}: the checker broke; not scored", purple=True)
                left = len(found) - done
                terminal.write_line("")
                say(f"{done - len(refused)} of {len(found)} submissions are graded; see {out}")
                if left:
                    say(f"{left} are left: the same command goes on with them", yellow=True)
                say(f"(--seed {run.run['seed']} repeats the random values of this run)", light=True)


def submissions(config: pytest.Config, out: Path) -> list[Entry]:
    """The submissions in the folder that is given, `out` aside.  Raises pytest.UsageError if there are none."""
    given = config.option.submissions
    folder: Path = options.folder(config, given)
    if folder == out:
        raise pytest.UsageError("The results cannot go among the submissions: give --report another folder.")
    try:
        found = [entry for entry in entries(folder) if entry.path != out]
    except OSError as problem:
        raise pytest.UsageError(f"{given} cannot be read ({problem.strerror}): look at its permissions.") from None
    if not found:
        raise pytest.UsageError(f"{given} holds no folder and no .zip: give the folder of submissions.")
    return found


def lessons(session: pytest.Session) -> list[str]:
    """The stems of the exercise files that are checked."""
    return list(dict.fromkeys(of_check(item)["exercise"] for item in session.items if exists(item)))


def text(by_learner: dict[str, Entry], stems: list[str], learner: str) -> str:
    """What a learner has handed in for these files, as far as it is still there; without those left as they were."""
    written: list[str] = []
    with passing_folder("submission_") as folder:
        try:
            lay_out(by_learner[learner], folder)
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


def exists(item: pytest.Item) -> bool:
    """Whether the check exists on this run's database."""
    database = item.config.stash[BENCH].databases.server.get_backend_name()
    return all(mark.args[0] == database for mark in item.iter_markers("only"))
