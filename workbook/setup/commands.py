"""The words after `python3 -m workbook`. Standard library only."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from workbook.files.locks import held
from workbook.learning import words
from workbook.learning.lab import NoLab, read_lab
from workbook.learning.lessons import lessons
from workbook.project import ROOT
from workbook.setup import environment
from workbook.setup.environment import PYTHON, SetupProblem
from workbook.setup.handout import hand_out
from workbook.setup.merge import make_pulling_easy
from workbook.setup.update import remember_shipped, told, update
from workbook.setup.workspace import opened_on

HELP = """\
python3 -m workbook lab [05]   set up what is missing, then open this lesson, or the one you are at, beside its exercise
python3 -m workbook test       set up what is missing, then run every test of the project
python3 -m workbook doctor     say what is here and what is missing
python3 -m workbook progress   where you are in each lesson, and what is next
python3 -m workbook hint 05    a hint for the first check of lesson 05 that failed; ask again for more
python3 -m workbook watch 05   the verdict as soon as you save, on lesson 05 or where you were; q ends it
python3 -m workbook solution 05 FUNCTION
                               our solution beside yours, when yours passes or after the last hint
python3 -m workbook reset 05 [FUNCTION] | --all
                               begin an exercise again; your version is kept
python3 -m workbook update [FOLDER OR ARCHIVE]
                               bring in a new version of the workbook; what you wrote stays
python3 -m workbook undo       bring back what the last reset or update replaced
python3 -m workbook handout DIR [--lab FILE]
                               write a repository for learners: no history, no solutions, a lab's lessons
python3 -m workbook autograder gradescope|github --lab FILE [OUT]
                               what a platform needs to grade by itself: Gradescope's archive, GitHub's workflow
python3 -m workbook explain FILE
                               for authors: by what each error of a submission was explained
python3 -m workbook postgres start|stop|status
                               a private PostgreSQL server, without administrator's rights

What follows `lab` goes to JupyterLab (lab --no-browser), what follows `test` to pytest (test -k setup).
"""
AUTOGRADER = "python3 -m workbook autograder gradescope|github --lab FILE [OUT] [--checker OWNER/REPOSITORY@COMMIT]"
# The folder is the project's and only the address the lesson's: JupyterLab would take the folder of a *file* it is
# given as all there is, and exercises and solutions would be out of reach.
LAB = ["jupyterlab", "--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"]
# more than cores: many tests wait.  tests/conftest.py says which tests go together, and puts the longest first
BOTH_CORES = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
STEPS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "pytest": ["-m", "pytest", *BOTH_CORES, "tests"],
}


def main(arguments: list[str]) -> int:
    """Run one command; return the exit status.  A problem with a known remedy is told in one sentence."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    commands: dict[str, Callable[[list[str]], int]] = {
        "lab": lab,
        "test": test,
        "doctor": doctor,
        "postgres": postgres,
        "progress": words.show_progress,
        "hint": words.give_hint,
        "watch": watch,
        "solution": solution,
        "reset": words.begin_again,
        "update": bring_in,
        "undo": words.bring_back,
        "handout": handout,
        "autograder": autograder,
        "explain": explain,
    }
    if word in ("", "help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if word not in commands:
        print(f"There is no command {word!r}: use {', '.join(commands)}.", file=sys.stderr)
        return 2
    try:
        return commands[word](rest)
    except (SetupProblem, NoLab) as problem:
        print(problem, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} may not be written: copy the project to a folder of your own.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def lab(arguments: list[str]) -> int:
    """Open JupyterLab on the lesson that is named, else on the one that the learner is at."""
    named = arguments[:1] if arguments and not arguments[0].startswith("-") else []
    lesson = words.asked_for(named, ROOT, "lab 05") if named else None
    if named and lesson is None:
        return 2
    environment.make_ready({"postgres"})
    lesson = lesson or words.lesson_one_is_at(ROOT) or next(iter(lessons(ROOT)), None)
    environment.silence_the_news()
    make_pulling_easy(ROOT, PYTHON)
    remember_shipped(ROOT)
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    there = [*LAB[:-1], *opened_on(ROOT, lesson)] if lesson is not None else LAB
    return environment.become(["-m", *there, *as_root, *arguments[len(named) :]])


def bring_in(arguments: list[str]) -> int:
    """`update [FOLDER_OR_ARCHIVE]`: a new version of the workbook."""
    if len(arguments) > 1 or "".join(arguments).startswith("-"):
        raise SetupProblem("Name one folder or archive, or none in a clone: python3 -m workbook update [PLACE].")
    (ROOT / ".workbook").mkdir(exist_ok=True)
    with held(ROOT / ".workbook" / "update.lock", waiting="Another update is under way; waiting for it."):
        brought, keep = update(ROOT, Path(arguments[0]).expanduser() if arguments else None)
    print(*told(brought, keep, ROOT), sep="\n")
    return 0


def handout(arguments: list[str]) -> int:
    """Write the repository that learners get."""
    folder, lab = arguments[:1], arguments[1:]
    if not folder or folder[0].startswith("-") or (lab and (lab[0] != "--lab" or len(lab) != 2)):
        raise SetupProblem("Say where to: python3 -m workbook handout DIR [--lab FILE].")
    place = Path(folder[0]).expanduser()
    kept = hand_out(ROOT, place, read_lab(Path(lab[1]).expanduser(), ROOT) if lab else None)
    print(
        f"{place} is for learners: {len(kept)} exercises, no solutions. They begin with python3 -m workbook lab in it."
    )
    return 0


def autograder(arguments: list[str]) -> int:
    """Write what a platform needs that runs its autograder itself."""
    from workbook.setup import github, gradescope

    asked = argparse.ArgumentParser(prog="python3 -m workbook autograder", usage=AUTOGRADER)
    asked.add_argument("platform", choices=["gradescope", "github"])
    asked.add_argument("out", nargs="?", type=Path)
    asked.add_argument("--lab", type=Path, required=True)
    asked.add_argument("--checker", default="")
    words = asked.parse_intermixed_args(arguments)
    file = words.lab.expanduser()
    lab = read_lab(file, ROOT)
    if words.platform == "gradescope":
        place = (words.out or Path("autograder.zip")).expanduser()
        gradescope.write_archive(ROOT, place, lab, file)
        print(f"{place} is for Gradescope: upload it where the assignment asks for an autograder.")
        return 0
    place = (words.out or Path("autograder")).expanduser()
    checker = github.write_files(ROOT, place, file, words.checker)
    print(f"{place} is for GitHub Classroom (the workflow) or Classroom 50 (autograder.py); they fetch {checker}.")
    return 0


def test(arguments: list[str]) -> int:
    """Run every test of the project, each step also when one before it failed."""
    if (ROOT / "exercises").exists() and not (ROOT / "tests").exists():
        raise SetupProblem("This copy was handed out without tests. `pytest checker` grades the exercises.")
    environment.make_ready({"postgres", "develop"})
    failed = []
    for number, (name, step) in enumerate(STEPS.items(), start=1):
        print(f"\n[{number}/{len(STEPS)}] {name}", flush=True)
        begun = time.monotonic()
        command = [str(PYTHON), *step]
        if name == "pytest":
            names_files = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
            command = [*(command[:-1] if names_files else command), *arguments]
        if subprocess.run(command, cwd=ROOT, env=environment.variables()).returncode != 0:
            failed.append(name)
        print(f"      {'failed' if name in failed else 'passed'} after {time.monotonic() - begun:.1f} s", flush=True)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything passed.")
    return 1 if failed else 0


def doctor(arguments: list[str]) -> int:
    """Say what is here and what is missing."""
    if _belongs_in_the_environment():
        return environment.become(["-m", "workbook", "doctor"])
    from workbook.setup.doctor import main as examine

    return examine()


def watch(arguments: list[str]) -> int:
    """Judge the exercises as they are saved."""
    if _belongs_in_the_environment():
        return environment.become(["-m", "workbook", "watch", *arguments])
    if importlib.util.find_spec("watchfiles") is None:
        raise SetupProblem("The packages are not installed yet: run python3 -m workbook lab first.")
    from workbook.learning.watching import watch as begin

    return begin(arguments)


def solution(arguments: list[str]) -> int:
    """Show our solution beside the learner's."""
    if _belongs_in_the_environment():
        return environment.become(["-m", "workbook", "solution", *arguments])
    if importlib.util.find_spec("pytest") is None:
        raise SetupProblem("The packages are not installed yet: run python3 -m workbook lab first.")
    return words.show_solution(arguments)


def explain(arguments: list[str]) -> int:
    """Check a submission, and say by what each explanation of an error was chosen."""
    place = Path(*arguments[:1]).expanduser().resolve()
    stem = place.stem
    if not arguments or not (ROOT / "checker" / f"test_{stem}.py").exists() or not place.exists():
        raise SetupProblem(
            "Name the file of an exercise, under its own name: python3 -m workbook explain DIR/ex05_eager_loading.py. "
            "What follows it goes to pytest (--database postgres)."
        )
    environment.make_ready(set())
    asked = ["checker", "-k", stem, f"--submission={place.parent}", "--explain", *arguments[1:]]
    return environment.become(["-m", "pytest", *asked])


def postgres(arguments: list[str]) -> int:
    """Start, stop or look at the private PostgreSQL server."""
    if _belongs_in_the_environment():
        return environment.become(["-m", "workbook", "postgres", *arguments])
    if importlib.util.find_spec("sqlalchemy") is None:
        raise SetupProblem("The packages are not installed yet: run python3 -m workbook lab first.")
    from workbook.postgres.server import main as control

    return control(arguments)


def _belongs_in_the_environment() -> bool:
    """Whether `.venv` should do it: it has a Python that runs, and this one is another."""
    return bool(environment.version_of(PYTHON)) and not environment.inside()
