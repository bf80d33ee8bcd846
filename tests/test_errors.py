"""The mistakes of `errors/cases.py`, each made for real behind the wall on both databases, are told with their cure."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from errors.cases import ANYWHERE, ON_ONE
from errors.foreign import FOREIGN_QUIET, FOREIGN_SOURCES
from errors.others import WARNED
from errors.quiet import QUIET, QUIET_ON_SQLITE
from errors.sources import MEANT_OTHERWISE, RIGHT, SOURCES
from errors.strangers import STRANGERS_IN_SOURCE, STRANGERS_QUIET_ON_SQLITE
from test_explain import graded
from variants import functions, lessons, variants

from checker.telling.doubts import asked_of
from workbook.clues.quiet.suspects import MOST_NODES, MOST_TEXT, of_source
from workbook.errors import sentence

WHOLE = (
    "async def asked(session: AsyncSession, engine: AsyncEngine, keys: list[int], text: str, page: int, size: int):\n"
)
ALSO_RIGHT = {"never raised", "never answered", "pool overflows", "expires", "any timeout", "errors as results"}
"""What is mostly a mistake, and can be seen to in another way: told only where a check has failed."""
IN_SOURCE = SOURCES | FOREIGN_SOURCES | STRANGERS_IN_SOURCE | MEANT_OTHERWISE
Mistakes = dict[str, tuple[str, list[str]]]


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_every_mistake_is_told_with_its_cure(database: str, tmp_path_factory: pytest.TempPathFactory):
    mistakes = ANYWHERE | ON_ONE[database]
    untold = not_told(mistakes, "raised", database, tmp_path_factory.mktemp("errors"))
    assert not untold, "\n".join(untold)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_what_raises_nothing_is_told_beside_the_check(database: str, tmp_path_factory: pytest.TempPathFactory):
    here = QUIET_ON_SQLITE | STRANGERS_QUIET_ON_SQLITE if database == "sqlite" else {}
    mistakes = QUIET | FOREIGN_QUIET | WARNED | here
    untold = not_told(mistakes, "wrong", database, tmp_path_factory.mktemp("quiet"))
    assert not untold, "\n".join(untold)


def not_told(mistakes: Mistakes, outcome: str, database: str, folder: Path) -> list[str]:
    """Those of another outcome, or whose message lacks a word."""
    untold = []
    for name, (result, words) in graded(mistakes, database, folder).items():
        missing = [word for word in words if word not in result["message"]]
        if result["outcome"] != outcome or missing:
            untold.append(f"{name}: {result['outcome']}, without {missing}:\n{result['message']}\n")
    return untold


@pytest.mark.parametrize("name", IN_SOURCE)
def test_what_stands_in_the_source_is_told_on_its_line(name: str):
    text, words = IN_SOURCE[name]
    source = (
        text
        if text.startswith(("def ", "async def ", "class ", "@asynccontextmanager", "@contextmanager"))
        else WHOLE + indent(text, "    ")
    )
    found = [clues for clues in of_source(source, "") if "line" in clues]
    told = " ".join(sentence(clues["cause"], clues) for clues in found)
    assert [word for word in words if word not in told] == [], (told, source)


@pytest.mark.parametrize("name", RIGHT)
def test_of_right_lines_nothing_is_told(name: str):
    text = RIGHT[name]
    source = text if text.startswith("async def") else WHOLE + indent(text, "    ")
    assert {clues["cause"] for clues in of_source(source, "")} <= {"parameter unused"}


@pytest.mark.parametrize("stem", lessons())
def test_of_a_right_answer_nothing_is_told(stem: str):
    told = []
    for answer in variants(stem):
        for function in [answer.function] if answer.function else functions(stem):
            for text in answer.files.values() if answer.kind in ("solution", "right") else ():
                found = of_source(text, "" if len(answer.files) > 1 else function, asked_of(stem, function))
                told += [(answer.name, clues["cause"]) for clues in found if clues["cause"] not in ALSO_RIGHT]
    assert not told


def test_a_source_beyond_any_exercise_is_not_searched():
    quiet = "def f():\n    query = select(Book)\n    query.distinct()\n    query.where(Book.id == 1)\n"
    assert [clues["cause"] for clues in of_source(quiet, "f")] == ["unused statement"]
    assert of_source(quiet + "#" * MOST_TEXT, "f") == ()
    assert of_source(quiet + "    pass\n" * MOST_NODES, "f") == ()
