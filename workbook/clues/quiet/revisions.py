"""Clues in the source of a migration: values that are lost, a default that stays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, task

Clues = dict[str, str]
NO_DEFAULT = re.compile(r"has no default afterwards")
"""How an exercise says that the default was for the rows that are there."""


def _of_a_column(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`add_column(…, server_default=…)` that nobody takes back; a column that is dropped for another with no copy."""
    if not isinstance(node, ast.Call) or called(node) not in {"add_column", "drop_column"}:
        return
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    if called(node) == "add_column" and NO_DEFAULT.search(task(function)):
        defaults = [each for each in ast.walk(node) if isinstance(each, ast.keyword) and each.arg == "server_default"]
        ended = any(
            each.arg == "server_default" for it in calls if called(it) == "alter_column" for each in it.keywords
        )
        if defaults and not ended:
            yield {"cause": "default that stays", "default": shown(defaults[0].value)}
    adds = any(called(each) == "add_column" for each in calls)
    copies = any(called(each) in {"execute", "update", "bulk_insert", "scalars"} for each in calls)
    if called(node) == "drop_column" and adds and not copies:
        yield {"cause": "values dropped", "call": shown(node)}


READERS = [_of_a_column]
