"""The options of `pytest checker`, and what they come to."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.judge.workers import can_fork
from workbook.problems import DatabaseProblem
from workbook.project import ROOT, unmet

if TYPE_CHECKING:
    from workbook.learning.lab import Lab

DRAWN = pytest.StashKey[int]()
LAB: pytest.StashKey[Lab] = pytest.StashKey()
FILES = "the ex*.py files"
ENTRIES = "an entry for each learner"


def _number(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return int(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("checker", "the exercises")
    group.addoption("--lab", metavar="FILE", default=None, help="the exercises, points, time limit and seed of a lab")
    group.addoption("--submission", metavar="DIR", default=None, help="the folder to grade (default: exercises)")
    group.addoption("--submissions", metavar="DIR", default=None, help="grade every folder in DIR")
    group.addoption(
        "--within",
        metavar="FOLDER",
        default=None,
        help="with --submissions: the folder in each of these that counts, as a name or a pattern (workbook, */lab1)",
    )
    group.addoption("--report", metavar="OUT", default=None, help="with --submissions: the folder for the results")
    group.addoption(
        "--roster",
        metavar="FILE",
        default=None,
        help="with --submissions: who is in the class, a CSV file, or a grade export of Canvas or Moodle",
    )
    group.addoption(
        "--adjust",
        metavar="FILE",
        default=None,
        help="with --submissions: points changed by hand, a CSV file with learner, exercise, points and comment",
    )
    group.addoption(
        "--compare", nargs=2, metavar=("OLD", "NEW"), default=None, help="say who gained and lost between two reports"
    )
    # pytest keeps small letters to itself, but this one is what everybody knows from pytest-xdist
    group._addoption(
        "-n", "--workers", type=_number, default=1, metavar="N", help="with --submissions: graders at once"
    )
    group.addoption(
        "--scheduler",
        metavar="ADDRESS",
        default=None,
        help="with --submissions: grade on the workers of a Dask scheduler",
    )
    group.addoption(
        "--live",
        action="store_true",
        help="with --submissions: follow the folder, and serve a page of who is where and what goes round",
    )
    group.addoption(
        "--live-at",
        metavar="HOST:PORT",
        default="127.0.0.1:0",
        help="with --live: where the page is served (default: this machine alone, on a port that is free)",
    )
    group.addoption("--fresh", action="store_true", help="with --submissions: grade again what is graded already")
    group.addoption("--sent", default=None, help=argparse.SUPPRESS)
    group.addoption("--grader", action="store_true", help=argparse.SUPPRESS)
    group.addoption(
        "--database",
        metavar="URL",
        default=None,
        help='"sqlite", "postgres" or a URL (default: DATABASE_URL, else sqlite)',
    )
    group.addoption("--seed", type=int, default=None, metavar="N", help="repeat the random values of an earlier run")
    group.addoption(
        "--time-limit", type=float, default=None, metavar="S", help="seconds a check may take (default: 10)"
    )
    group.addoption(
        "--require-confinement", action="store_true", help="refuse to run where a worker cannot be confined"
    )
    group.addoption("--results", metavar="FILE", default=None, help="write the results as JSON")
    group.addoption("--explain", action="store_true", help="say by what each explanation of an error was chosen")
    group.addoption(
        "--in-process", action="store_true", help="run the learner's code in this process, for --pdb and breakpoint()"
    )
    group.addoption(
        "--start-method",
        choices=["fork", "spawn"],
        default="fork" if can_fork() else "spawn",
        help="how a worker comes to be",
    )


def settle(config: pytest.Config) -> None:
    """Fill in what a lab's file says where no option does.  Raises pytest.UsageError."""
    asked = config.option
    if asked.lab:
        from workbook.learning.lab import NoLab, read_lab

        try:
            lab = read_lab(config.invocation_params.dir / Path(asked.lab).expanduser(), ROOT)
        except NoLab as problem:
            raise pytest.UsageError(str(problem)) from None
        config.stash[LAB] = lab
        asked.time_limit = asked.time_limit or lab.time_limit
        asked.seed = lab.seed if asked.seed is None else asked.seed
    asked.time_limit = asked.time_limit or 10.0


def pytest_report_header(config: pytest.Config) -> list[str]:
    return [f"seed {seed(config)}", *filter(None, [unmet()])]


def sentence(problem: DatabaseProblem, config: pytest.Config) -> str:
    """What is wrong with the database, said of the option where it was named there and not in DATABASE_URL."""
    if config.option.database is None:
        return str(problem)
    said = str(problem).replace("DATABASE_URL", "--database")
    return said.replace("set --database to", "give --database").replace("unset it", "leave it out")


def seed(config: pytest.Config) -> int:
    """The seed of this run: the one that is given, else one that is drawn once."""
    if config.option.seed is not None:
        return config.option.seed
    # whoever is shown some of the values could try every short one, and then knows all that are to come
    return config.stash.setdefault(DRAWN, secrets.randbits(128))


def folder(config: pytest.Config, given: str | None, holds: str = FILES) -> Path:
    """The folder an option names, or `exercises`; `holds` says what should be in it.  Raises pytest.UsageError."""
    path = config.invocation_params.dir / Path(given).expanduser() if given else ROOT / "exercises"
    if not path.exists():
        raise pytest.UsageError(f"There is no folder {given or path}: give the folder that holds {holds}.")
    if not path.is_dir():
        raise pytest.UsageError(f"{given} is a file: give the folder that holds it.")
    return path.resolve()
