"""Clues in the source of SQL as text, of keys that are counted, and of what is asked of a driver's error."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, given

Clues = dict[str, str]
VERB = re.compile(r"\s*(SELECT|UPDATE|INSERT|DELETE|WITH)\b", re.IGNORECASE)
PLUS = re.compile(r"([\w.]+\s*\+\s*'(?:[^']|'')*'(?:\s*\+\s*[\w.]+)?|'(?:[^']|'')*'\s*\+\s*[\w.]+)")
REMOVES = {"pop", "clear", "discard", "remove"}


def _of_a_plus(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`"UPDATE users SET full_name = first + ' ' + last"`: SQL joins texts by `||`."""
    text = node.value if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and VERB.match(text) and (found := PLUS.search(text)):
        written = " ".join(found[1].split())
        yield {"cause": "plus between texts", "written": written, "better": re.sub(r"\s*\+\s*", " || ", written)}


def _of_a_length(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`len(self.objects) + 1` as a new key, in a class that also deletes."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add) or shown(node.right) != "1":
        return
    counted = node.left.args[0] if isinstance(node.left, ast.Call) and shown(node.left.func) == "len" else None
    if not isinstance(counted, ast.Attribute) or shown(counted.value) != "self":
        return
    owner = next((each for each in tree.body if isinstance(each, ast.ClassDef) and function in each.body), None)
    whose = shown(counted)
    deletes = any(
        (isinstance(each, ast.Delete) and any(shown(it).startswith(f"{whose}[") for it in each.targets))
        or (isinstance(each, ast.Call) and called(each) in REMOVES and shown(each.func).startswith(f"{whose}."))
        for each in ast.walk(owner or ast.Pass())
    )
    if deletes:
        yield {"cause": "key by the length", "written": shown(node), "whose": whose}


def _of_a_drivers_class(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`isinstance(error.orig, asyncpg.DeadlockDetectedError)`: SQLAlchemy's adapter raises a class of its own."""
    if not isinstance(node, ast.Call) or shown(node.func) != "isinstance" or len(node.args) != 2:
        return
    asked, kinds = node.args
    values = [asked, *(given(asked.id, function) if isinstance(asked, ast.Name) else [])]
    of_orig = any(isinstance(each, ast.Attribute) and each.attr == "orig" for each in values)
    named = [shown(each) for each in getattr(kinds, "elts", [kinds])]
    theirs = [each for each in named if each.startswith("asyncpg.")]
    if of_orig and theirs:
        yield {"cause": "driver's class asked", "asked": shown(asked), "kind": theirs[0]}


READERS = [_of_a_plus, _of_a_length, _of_a_drivers_class]
