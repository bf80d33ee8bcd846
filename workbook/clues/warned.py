"""Clues to what SQLAlchemy only warns of: the rows are not those that were meant, or nothing is stored."""

from __future__ import annotations

import re

Clues = dict[str, str]
WORDS = {
    "every row with every other": re.compile(
        r"cartesian product between FROM element\(s\) (?P<left>.+?) and FROM element \"(?P<right>\w+)\""
    ),
    "not in session": re.compile(
        r"Object of type <(?P<model>\w+)> not in session, \w+ operation along ['\"](?P<relationship>[\w.]+)['\"]"
    ),
    "changed after a failure": re.compile(r"state has been changed on a non-active transaction"),
    "several for one": re.compile(r"Multiple rows returned with uselist=False for \S+ attribute '(?P<name>[^']+)'"),
    "a key of null": re.compile(r"fully NULL primary key identity"),
    "same key as another": re.compile(r"New instance <(?P<model>\w+).*conflicts with persistent instance"),
    "tuple of an attribute": re.compile(r"Ignoring declarative-like tuple value of attribute '?(?P<name>\w+)"),
    "column twice": re.compile(r"will copy column (?P<column>\S+) to column (?P<other>\S+), which conflicts with"),
    "while it flushes": re.compile(r"Usage of the '(?P<name>[^']+)' operation is not currently supported"),
    "distinct of columns": re.compile(r"DISTINCT ON is currently supported only by the PostgreSQL"),
    "comparison with NULL": re.compile(
        r"literal NULL in a SQL expression|Got None for value of column (?P<column>\S+);"
    ),
}
"""What it says, by cause."""


def of_warning(text: str) -> Clues:
    """The clues that its words give; empty where nothing is known of it."""
    for cause, words in WORDS.items():
        if found := words.search(text):
            told = {name: value.replace('"', "") for name, value in found.groupdict().items() if value}
            if {"left", "right"} <= set(told):  # SQLAlchemy names them in any order
                *others, told["right"] = sorted([*told["left"].split(", "), told["right"]])
                told["left"] = ", ".join(others)
            return {"cause": cause, "by": "a warning of SQLAlchemy's", **told}
    return {}
