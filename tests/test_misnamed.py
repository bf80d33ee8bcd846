"""A file counts as the exercise that it holds: what its name says wrongly never costs a point without a word."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

import pytest
from arrived import Case
from classes import grade_class, results_of
from hypothesis import given, settings
from hypothesis import strategies as st
from variants import ROOT, lessons, with_answer

from checker.intake.arrivals import entries
from checker.intake.definitions import MOST_PARSED, Definitions, definitions
from checker.intake.entries import NoFile, handed_out
from checker.intake.laying_out import lay_out
from workbook.files.exercise import Exercise

FOLDERS = ("solutions", "exercises")
SOLVED, STUBS = (
    {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).glob("ex*.py"))}
    for folder in FOLDERS
)
FILES = sorted(SOLVED)
ENGINE, SESSIONS, EAGER, CAPSTONE = "ex01_engine", "ex02_sessions", "ex05_eager_loading", "ex13_capstone"


def laid_out(files: dict[str, str], wanted: list[str]) -> tuple[dict[str, str], str]:
    """What is graded of one entry with these files, by stem; and all that is told."""
    with tempfile.TemporaryDirectory() as folder:
        Case({f"in/somebody/{name}": text for name, text in files.items()}).make(Path(folder))
        (into := Path(folder) / "into").mkdir()
        try:
            notes = lay_out(*entries(Path(folder) / "in"), into, wanted).notes
        except NoFile as problem:
            notes = [str(problem)]
        return {path.stem: path.read_text(encoding="utf-8") for path in into.glob("*.py")}, "\n".join(notes)


def shortened(text: str, keep: set[str]) -> str:
    """A solution without those of its functions that are not in `keep`."""
    tree = ast.parse(text)
    kept = [
        node
        for node in tree.body
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name in keep
    ]
    return "\n\n".join(ast.get_source_segment(text, node) or "" for node in kept)


@settings(max_examples=12, derandomize=True, database=None, deadline=None)
@given(st.permutations([*FILES, CAPSTONE]), st.sets(st.sampled_from(FILES), min_size=1), st.booleans())
def test_each_solution_is_graded_as_what_it_is_whatever_it_is_called(names: list[str], wanted: set[str], early: bool):
    texts = {f"{name}.py": SOLVED[stem] for name, stem in zip(names, FILES, strict=False) if early or stem in wanted}
    graded, told = laid_out(texts, sorted(wanted))
    assert {stem: graded.get(stem) for stem in wanted} == {stem: SOLVED[stem] for stem in wanted}
    for name, stem in zip(names, FILES, strict=False):
        if stem in wanted and name != stem:
            assert f"{name}.py was taken for {stem}.py by the functions in it" in told


@pytest.mark.parametrize("function", sorted(handed_out().to_solve(SESSIONS) - {"add_user"}))
def test_one_function_is_enough_where_the_name_is_anothers(function: str):
    text = shortened(SOLVED[SESSIONS], {function})
    graded, told = laid_out({f"{ENGINE}.py": text}, [ENGINE, SESSIONS])
    assert graded == {SESSIONS: text}
    assert told == f"{ENGINE}.py was taken for {SESSIONS}.py by the functions in it."


def test_a_file_that_cannot_be_parsed_is_known_by_its_lines():
    broken = SOLVED[SESSIONS] + "\ndef left(:\n"
    assert laid_out({f"{ENGINE}.py": broken}, [ENGINE, SESSIONS])[0] == {SESSIONS: broken}


def test_a_package_counts_where_the_file_beside_it_is_another_exercise():
    package = {
        f"{CAPSTONE}/{path.name}": path.read_text(encoding="utf-8")
        for path in (ROOT / "solutions" / CAPSTONE).glob("*.py")
    }
    assert laid_out({**package, f"{CAPSTONE}.py": SOLVED[SESSIONS]}, [CAPSTONE])[0] == {}
    graded, told = laid_out({**package, f"{CAPSTONE}.py": SOLVED[SESSIONS]}, [CAPSTONE, SESSIONS])
    assert graded == {SESSIONS: SOLVED[SESSIONS]}
    assert told == f"{CAPSTONE}.py was taken for {SESSIONS}.py by the functions in it."


def test_two_exercises_in_one_file_are_both_graded_and_told():
    both = SOLVED[ENGINE] + SOLVED[SESSIONS]
    told = f"{ENGINE}.py was taken for {SESSIONS}.py by the functions in it"
    for files, says in (
        ({f"{ENGINE}.py": both}, f"{told}."),
        ({f"{ENGINE}.py": both, f"{SESSIONS}.py": STUBS[SESSIONS]}, f"{told}, and not {SESSIONS}.py (as it was"),
    ):
        graded, notes = laid_out(files, [ENGINE, SESSIONS])
        assert graded == {ENGINE: both, SESSIONS: both}
        assert notes.startswith(says)


def test_of_two_exercises_in_one_file_the_one_that_has_a_file_of_its_own_is_not_taken_from_there():
    files = {f"{ENGINE}.py": SOLVED[ENGINE] + SOLVED[SESSIONS], f"{SESSIONS}.py": SOLVED[SESSIONS] + "# mine\n"}
    graded, told = laid_out(files, [ENGINE, SESSIONS])
    assert graded == {name.removesuffix(".py"): text for name, text in files.items()}
    assert f"{ENGINE}.py holds also" in told
    assert f"since {SESSIONS}.py counts" in told


def test_a_function_of_another_exercise_among_ones_own_is_told_where_that_is_not_there():
    text = SOLVED[ENGINE] + shortened(SOLVED[SESSIONS], {"list_emails"})
    graded, told = laid_out({f"{ENGINE}.py": text}, [ENGINE, SESSIONS])
    assert graded == {ENGINE: text}
    assert told == (
        f"{ENGINE}.py holds also list_emails of {SESSIONS}.py, which is not graded there, "
        f"and there is no {SESSIONS}.py."
    )


@pytest.mark.parametrize(
    ("files", "wanted", "graded", "says"),
    [
        ({ENGINE: SOLVED[SESSIONS]}, [ENGINE], [], f"of {SESSIONS}.py and nothing of {ENGINE}.py, and was not taken"),
        (
            {ENGINE: SOLVED[SESSIONS] + "# again\n", SESSIONS: SOLVED[SESSIONS]},
            [ENGINE, SESSIONS],
            [SESSIONS],
            f"and was not taken: {SESSIONS}.py counts",
        ),
        (
            {ENGINE: SOLVED[SESSIONS], EAGER: SOLVED[SESSIONS] + "# other\n"},
            [ENGINE, SESSIONS, EAGER],
            [],
            f"{EAGER}.py holds",
        ),
    ],
    ids=["not asked for", "there already", "two of them"],
)
def test_what_is_not_taken_is_named_and_is_not_graded_as_what_it_is_not(files, wanted, graded, says):
    found, told = laid_out({f"{stem}.py": text for stem, text in files.items()}, wanted)
    assert sorted(found) == graded
    assert f"{ENGINE}.py holds add_user, find_user, " in told
    assert says in told


@pytest.mark.parametrize("stem", lessons())
def test_no_right_answer_to_an_exercise_is_said_to_be_to_another(stem: str):
    solution = Exercise.find(ROOT / "solutions", stem).sources()
    for path in sorted((ROOT / "tests" / "right" / stem).glob("*.py")):
        files = with_answer(stem, solution, path.read_text(encoding="utf-8"))
        assert not handed_out().is_of_another(stem, definitions(files.values())), path.name


def test_what_a_module_defines_is_read_and_not_run():
    source = """
raise SystemExit("not run")
try:
    from fast import one, two as second
except ImportError:
    def one(): ...
three = four = lambda: 4
class Five:
    async def six(self):
        if self:
            raise NotImplementedError  # TODO
def seven():
    def eight():
        raise NotImplementedError("later")
'''
def nine(): in a text
'''
"""
    assert definitions([source]) == Definitions(
        frozenset({"one", "Five", "seven"}),
        frozenset({"three", "four"}),
        frozenset({"one", "second"}),
        frozenset({"Five.six", "seven.eight"}),
    )
    assert definitions(["from other import *"]).open
    assert definitions(["(" * 5000 + "\ndef one():\n"]).functions == {"one"}
    long = definitions(["x = 1\n" * MOST_PARSED + "def one(): ...\n"])
    assert (long.functions, long.assigned, long.holes) == ({"one"}, frozenset(), None)


def test_a_class_with_swapped_files_gets_its_points(tmp_path: Path):
    Case(
        {
            "in/swapped/ex00_start_here.py": SOLVED[ENGINE],
            f"in/swapped/{ENGINE}.py": SOLVED["ex00_start_here"],
            "in/right/ex00_start_here.py": SOLVED["ex00_start_here"],
            f"in/right/{ENGINE}.py": SOLVED[ENGINE],
        }
    ).make(tmp_path)
    asked = ("-k", "ex00 or make_engine", "--seed", "5")
    done = grade_class(tmp_path / "in", tmp_path / "report", asked=asked)
    assert done.returncode == 0, done.stdout
    outcomes = {
        learner: [(result["check"], result["outcome"]) for result in entry["results"]]
        for learner, entry in results_of(tmp_path / "report").items()
    }
    assert outcomes["swapped"] == outcomes["right"]
    assert {outcome for _, outcome in outcomes["right"]} == {"passed"}
