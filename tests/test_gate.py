"""The author's gate: what every lesson must hold, and what its checks must tell apart, on both databases.

On SQLite the Python that runs the tests grades, the oldest that the project allows where that is at hand; on PostgreSQL
the newest one of this machine.  Stubs and solutions are graded once more with the other Python and SQLAlchemy 2.0:

| database   | all answers                   | stubs and solutions           |
|------------|-------------------------------|-------------------------------|
| SQLite     | oldest Python, SQLAlchemy 2.1 | newest Python, SQLAlchemy 2.0 |
| PostgreSQL | newest Python, SQLAlchemy 2.1 | oldest Python, SQLAlchemy 2.0 |

so that each two of the three have met.  All answers on SQLAlchemy 2.0, by hand: with the folder of one first on the
path, `PYTHONPATH=FOLDER pytest tests/test_gate.py`.  All checks for all wrong answers, by hand too: `--every-check`.
"""

from __future__ import annotations

import ast
import queue
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from faced import faced
from interpreters import newest, older_sqlalchemy
from variants import ROOT, Variant, checks, functions, lessons, variants

from checker.classroom.grader import Grader
from checker.reports import points
from checker.wall.verdicts import BROKE, NOT_SOLVED, PASSED
from workbook.address import server_url
from workbook.files.exercise import Exercise

LEAST_WRONG, LEAST_RIGHT = 3, 1
GRADERS = 4  # more than cores: answers often wait for a lock, a gate or a time limit


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return request.param


Hired = queue.SimpleQueue[Grader]


@pytest.fixture(scope="module")
def graders(database: str) -> Iterator[Hired]:
    """Graders on one of the databases, as a class has them."""
    with hired(database, Path(sys.executable) if database == "sqlite" else newest(), GRADERS) as waiting:
        yield waiting


@pytest.fixture(scope="module")
def others(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hired]:
    """Graders with the other Python, where there is one, and the older SQLAlchemy, where it can be had."""
    python = Path(sys.executable) if database == "postgres" else newest()
    older = older_sqlalchemy(python, tmp_path_factory.mktemp("older"))
    if older is None and newest() == Path(sys.executable):
        pytest.skip("there is one Python here, and no network for another SQLAlchemy")
    with pytest.MonkeyPatch.context() as patch:
        if older is not None:
            patch.setenv("PYTHONPATH", str(older))
        with hired(database, python, 2) as waiting:
            yield waiting


@contextmanager
def hired(database: str, python: Path, number: int) -> Iterator[Hired]:
    """So many graders, run by this Python."""
    url = server_url(database).render_as_string(hide_password=False)
    waiting: Hired = queue.SimpleQueue()
    every = [Grader.started(["checker", "--seed", "1"], url, str(python)) for _ in range(number)]
    for grader in every:
        waiting.put(grader)
    yield waiting
    for grader in every:
        grader.close()


@pytest.mark.parametrize("stem", lessons())
def test_the_checks_tell_right_from_wrong(
    graders: Hired, database: str, stem: str, tmp_path: Path, request: pytest.FixtureRequest
):
    meets = faced(stem, database, every=request.config.getoption("--every-check"))

    def mistakes(answer: Variant) -> list[str]:
        names = [check.name for check in meets[answer.name]]
        results = graded(answer, names, stem, graders, tmp_path)
        # all checks of a function may exist on the other database only: COPY
        assert results or answer.function, "no check ran"
        return mistakes_about(answer, {result["check"]: result for result in results})

    with ThreadPoolExecutor(GRADERS) as pool:
        found = [line for lines in pool.map(mistakes, variants(stem)) for line in lines]
    assert not found, "\n" + "\n".join(found)


def graded(answer: Variant, names: list[str], stem: str, graders: Hired, scratch: Path) -> list[dict]:
    """The results of these checks for an answer."""
    folder = scratch / answer.name
    folder.mkdir()
    answer.write(folder)
    grader = graders.get()
    try:
        asked = [f"checker/test_{stem}.py::{name}" for name in names]
        results = grader.grade(folder, asked)
        if any(result["outcome"] == BROKE for result in results):  # once more, as a class run does: on the same
            results = grader.grade(folder, asked)  # server, other tests grade who fills it
    finally:
        graders.put(grader)
    return results


@pytest.mark.parametrize("stem", lessons())
def test_stub_and_solution_with_the_other_python_and_sqlalchemy(
    others: Hired, database: str, stem: str, tmp_path: Path
):
    meets = faced(stem, database, every=False)

    def mistakes(answer: Variant) -> list[str]:
        results = graded(answer, [check.name for check in meets[answer.name]], stem, others, tmp_path)
        return mistakes_about(answer, {result["check"]: result for result in results})

    with ThreadPoolExecutor(2) as pool:
        both = [answer for answer in variants(stem) if answer.kind in ("stub", "solution")]
        found = [line for lines in pool.map(mistakes, both) for line in lines]
    assert not found, "\n" + "\n".join(found)


def mistakes_about(answer: Variant, results: dict[str, dict]) -> list[str]:
    """What the checks got wrong about one answer, a line each."""
    told = {check: f"{result['outcome']}: {result['message'][:300]}" for check, result in results.items()}
    score, worth = points.total(results.values()), sum(result["points"] for result in results.values())
    whole = {"stub": 0, "solution": worth, "right": worth}.get(answer.kind, score.got)
    if (score.got, score.possible) != (whole, worth) or any(result["points"] <= 0 for result in results.values()):
        return [f"{answer.name}: {score.got} of {score.possible} points; {told}"]
    if answer.kind == "stub":
        return [f"stub, {check}: {told[check]}" for check, r in results.items() if r["outcome"] != NOT_SOLVED]
    if answer.kind in ("solution", "right"):
        return [f"{answer.name}, {check}: {told[check]}" for check, r in results.items() if r["outcome"] != PASSED]
    here = [check for check in answer.caught_by if check in results]
    missed = [check for check in here if results[check]["outcome"] == PASSED]
    broke = [check for check, r in results.items() if r["outcome"] in (BROKE, NOT_SOLVED)]
    found = [f"{answer.name}: passes {check}, which should refuse it" for check in missed]
    found += [f"{answer.name}, {check}: {told[check]}" for check in broke]
    if not here:
        # a check that exists on the other database only may be the one that catches it
        others = [check for check, r in results.items() if r["outcome"] != PASSED]
        known = list((ROOT / "checker").glob("test_ex*.py"))
        if not all(
            any(f"def {check}(" in path.read_text(encoding="utf-8") for path in known) for check in answer.caught_by
        ):
            found.append(f"{answer.name}: names no check that exists (refused by {others})")
    return found


@pytest.mark.parametrize("stem", lessons())
def test_every_function_has_wrong_and_right_answers(stem: str):
    names = [answer.name for answer in variants(stem)]
    for function in functions(stem):
        wrong = [name for name in names if name.startswith(f"wrong {function}__")]
        right = [name for name in names if name.startswith(f"right {function}__")]
        assert len(wrong) >= LEAST_WRONG, f"{function}: {wrong}"
        assert len(right) >= LEAST_RIGHT, f"{function}: {right}"


@pytest.mark.parametrize("stem", lessons())
def test_every_wrong_answer_names_its_check(stem: str):
    unnamed = [answer.name for answer in variants(stem) if answer.kind == "wrong" and not answer.caught_by]
    assert not unnamed, "a wrong answer's docstring ends in a line `Caught by: test_…`"


@pytest.mark.parametrize("stem", lessons())
def test_a_lesson_has_its_four_files(stem: str):
    slug = stem.removeprefix("ex")
    for path in (f"notebooks/{slug}.ipynb", f"checker/test_{stem}.py"):
        assert (ROOT / path).exists(), f"{path} is missing"
    assert Exercise.find(ROOT / "exercises", stem).file.exists(), f"exercises/{stem} is missing"


def test_nothing_has_lost_its_lesson():
    slugs = {stem.removeprefix("ex") for stem in lessons()}
    found = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    for pattern in (
        "exercises/ex*",
        "checker/test_ex*.py",
        "checker/probes/ex*.py",
        "tests/wrong/ex*",
        "tests/right/ex*",
    ):
        found |= {path.stem.removeprefix("test_").removeprefix("ex") for path in ROOT.glob(pattern)}
    assert found <= slugs


@pytest.mark.parametrize("stem", lessons())
def test_stub_and_solution_promise_the_same(stem: str):
    stub, solution = (promises(Exercise.find(ROOT / folder, stem)) for folder in ("exercises", "solutions"))
    if Exercise.find(ROOT / "solutions", stem).is_package:  # what else a package holds is the answer
        solution = {name: promise for name, promise in solution.items() if name in stub}
    if any(name.startswith("test_") for name in functions(stem)):  # a suite has helpers of its own
        solution = {name: promise for name, promise in solution.items() if name in stub or promise[0] == "import"}
    assert stub == solution


def promises(exercise: Exercise) -> dict[str, tuple[str, str | None]]:
    """Imports, signatures and docstrings of an exercise, by name; but for a suite's tests, which are the answer."""
    found: dict[str, tuple[str, str | None]] = {}

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found[ast.unparse(node)] = ("import", None)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("test_"):
                decorators = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
                returns = ast.unparse(node.returns) if node.returns else ""
                head = f"{decorators} {type(node).__name__} ({ast.unparse(node.args)}) -> {returns}"
                found[prefix + node.name] = (head, ast.get_docstring(node))
            elif isinstance(node, ast.ClassDef):
                found[prefix + node.name] = (
                    " ".join(ast.unparse(base) for base in node.bases),
                    ast.get_docstring(node),
                )
                visit(node.body, f"{node.name}.")

    tree = ast.parse(exercise.file.read_text(encoding="utf-8"))
    found["the module"] = ("", ast.get_docstring(tree))
    visit(tree.body, "")
    return found


@pytest.mark.parametrize("stem", lessons())
def test_every_check_says_whom_it_judges(stem: str):
    judged = {check.function for check in checks(stem)}
    assert judged == set(functions(stem)), "every function with a hole is judged, and no other"


@pytest.mark.parametrize("stem", lessons())
def test_every_answer_is_to_a_function(stem: str):
    assert {answer.function for answer in variants(stem)} <= {"", *functions(stem)}
