"""The mistakes of `errors/cases.py`, each made for real behind the wall on both databases, are told with their cure."""

from __future__ import annotations

import pytest
from errors.cases import ANYWHERE, ON_POSTGRES
from test_explain import graded


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_every_mistake_is_told_with_its_cure(database: str, tmp_path_factory: pytest.TempPathFactory):
    mistakes = ANYWHERE | (ON_POSTGRES if database == "postgres" else {})
    told = graded(mistakes, database, tmp_path_factory.mktemp("errors"))
    untold = []
    for name, (result, words) in told.items():
        missing = [word for word in words if word not in result["message"]]
        if result["outcome"] != "raised" or missing:
            untold.append(f"{name}: {result['outcome']}, without {missing}:\n{result['message']}\n")
    assert not untold, "\n".join(untold)
