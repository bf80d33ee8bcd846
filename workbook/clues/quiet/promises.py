"""Clues in what an exercise asks for in its own words, and nothing does: an error, an order, a status."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import Function, called, task

Clues = dict[str, str]
RAISES = re.compile(r"\b[Rr]aise (?:HTTPException )?([A-Z]\w+)")
STATUS = re.compile(r"\b(?:answer(?:ed)?(?: with)?|or|a|HTTPException) (20[1-9]|4\d\d)\b")
SORTED = re.compile(r"\bsorted\b|\bnewest first\b")
SORTS = {"order_by", "sorted", "sort", "over"}
REQUIRES = {"get_one", "one", "scalar_one"}
"""What raises by itself where nothing is found."""


def _of_a_task(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """What the docstring of a function promises."""
    if node is not function or not isinstance(node, Function):
        return
    said = task(node)
    body = [each for statement in node.body[1:] for each in ast.walk(statement)]
    helpers = _helpers(node, tree)
    whole = [*body, *(each for helper in helpers for each in ast.walk(helper))]
    raised = {shown(each.exc).partition("(")[0].rpartition(".")[2] for each in whole if isinstance(each, ast.Raise)}
    bare = "None" in raised or any(isinstance(each, ast.Raise) and each.exc is None for each in whole)
    calls = {called(each) for each in whole if isinstance(each, ast.Call)}
    for name in dict.fromkeys(RAISES.findall(said)):
        one_of_ours = name not in {"ExceptionGroup", "HTTPException"} and not (
            name == "LookupError" and calls & REQUIRES
        )
        kept = any(each[:1].islower() for each in raised)  # `raise error`, of whatever class that is
        if (
            one_of_ours
            and not kept
            and name not in raised
            and not (bare and name.endswith("Error"))
            and not _named(whole, name)
        ):
            yield {"cause": "never raised", "name": name, "function": node.name}
    numbers = {str(each.value) for each in [*whole, *_decorators(node)] if isinstance(each, ast.Constant)}
    for status in dict.fromkeys(STATUS.findall(said)) if node.name != "create_app" else ():
        if status not in numbers and not any(f"HTTP_{status}" in shown(each) for each in whole):
            yield {"cause": "never answered", "status": status, "function": node.name}
    calls |= {str(each.arg) for each in whole if isinstance(each, ast.keyword)}
    in_text = any(isinstance(each, ast.Constant) and "ORDER BY" in str(each.value).upper() for each in whole)
    if SORTED.search(said) and not (in_text or calls & SORTS) and {"select", "text"} & calls:
        yield {"cause": "never sorted", "function": node.name}


def _named(nodes: list[ast.AST], name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in nodes)


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.AST]:
    return [each for decorator in node.decorator_list for each in ast.walk(decorator)]


def _helpers(node: ast.AST, tree: ast.Module) -> list[ast.AST]:
    """The functions and classes of the file that a function names."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return [each for each in tree.body if getattr(each, "name", "") in names and each is not node]


READERS = [_of_a_task]
