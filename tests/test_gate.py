"""The author's gate: what every lesson must hold, and what its checks must tell apart, on both databases."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from variants import ROOT, Variant, checks, functions, lessons, variants

from checker.verdicts import NOT_SOLVED, PASSED

LEAST_WRONG, LEAST_RIGHT = 3, 1


def grade(
    answers: list[Variant], stem: str, names: list[str], folder: Path, *options: str
) -> dict[str, dict[str, dict]]:
    """The results of these checks of `stem`, by answer and by check: what `pytest checker --submissions` says."""
    for answer in answers:
        (folder / "in" / answer.name).mkdir(parents=True)
        (folder / "in" / answer.name / f"{stem}.py").write_text(answer.text, encoding="utf-8")
    nodes = [f"checker/test_{stem}.py::{name}" for name in names]
    command = [sys.executable, "-m", "pytest", *nodes, "--submissions", str(folder / "in"), "-n", "2"]
    run = subprocess.run(
        [*command, "--report", str(folder / "out"), "--seed", "1", *options], cwd=ROOT, capture_output=True, text=True
    )
    found = (folder / "out" / "learners").glob("*/result.json")
    files = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in found}
    assert set(files) >= {answer.name for answer in answers}, run.stdout + run.stderr
    return {answer.name: {r["check"]: r for r in files[answer.name]["results"]} for answer in answers}


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@pytest.mark.parametrize("stem", lessons())
def test_the_checks_tell_right_from_wrong(stem: str, database: str, tmp_path: Path):
    answers, judges = variants(stem), checks(stem)
    mistakes = []
    for function in ["", *functions(stem)]:  # stub and solution face all checks, any other answer its function's
        names = [name for name, judged in judges.items() if function in ("", judged)]
        its = [answer for answer in answers if answer.function == function]
        graded = grade(its, stem, names, tmp_path / (function or "all"), "--database", database)
        # all checks of a function may exist on the other database only: COPY
        assert function or all(graded.values()), "no check ran"
        mistakes += [mistake for answer in its for mistake in mistakes_about(answer, graded[answer.name])]
    assert not mistakes, "\n" + "\n".join(mistakes)


def mistakes_about(answer: Variant, results: dict[str, dict]) -> list[str]:
    """What the checks got wrong about one answer, a line each."""
    told = {check: f"{result['outcome']}: {result['message'][:300]}" for check, result in results.items()}
    if answer.kind == "stub":
        return [f"stub, {check}: {told[check]}" for check, r in results.items() if r["outcome"] != NOT_SOLVED]
    if answer.kind in ("solution", "right"):
        return [f"{answer.name}, {check}: {told[check]}" for check, r in results.items() if r["outcome"] != PASSED]
    here = [check for check in answer.caught_by if check in results]
    missed = [check for check in here if results[check]["outcome"] == PASSED]
    broke = [check for check, r in results.items() if r["outcome"] in ("checker broke", NOT_SOLVED)]
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
    for path in (f"notebooks/{slug}.ipynb", f"exercises/{stem}.py", f"checker/test_{stem}.py"):
        assert (ROOT / path).exists(), f"{path} is missing"


def test_nothing_has_lost_its_lesson():
    slugs = {stem.removeprefix("ex") for stem in lessons()}
    found = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    for pattern in (
        "exercises/ex*.py",
        "checker/test_ex*.py",
        "checker/probes/ex*.py",
        "tests/wrong/ex*",
        "tests/right/ex*",
    ):
        found |= {path.stem.removeprefix("test_").removeprefix("ex") for path in ROOT.glob(pattern)}
    assert found <= slugs


@pytest.mark.parametrize("stem", lessons())
def test_stub_and_solution_promise_the_same(stem: str):
    stub, solution = (promises(ROOT / folder / f"{stem}.py") for folder in ("exercises", "solutions"))
    assert stub == solution


def promises(path: Path) -> dict[str, tuple[str, str | None]]:
    """Imports, signatures and docstrings of a file, by name."""
    found: dict[str, tuple[str, str | None]] = {}

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found[ast.unparse(node)] = ("import", None)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
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

    tree = ast.parse(path.read_text(encoding="utf-8"))
    found["the module"] = ("", ast.get_docstring(tree))
    visit(tree.body, "")
    return found


@pytest.mark.parametrize("stem", lessons())
def test_every_check_says_whom_it_judges(stem: str):
    judged = set(checks(stem).values())
    assert judged == set(functions(stem)), "every function with a hole is judged, and no other"


@pytest.mark.parametrize("stem", lessons())
def test_every_answer_is_to_a_function(stem: str):
    assert {answer.function for answer in variants(stem)} <= {"", *functions(stem)}
