"""Reads a source for the lines that reach into the process that runs it: modules and attributes are an allow-list."""

from __future__ import annotations

import ast
import re

from checker.judge.listeners import cursors_of_new_connections
from checker.judge.methods import METHODS
from checker.judge.patterns import plain_classes
from checker.judge.scopes import Scopes, text_of
from checker.wall.out_of_bounds import (
    AROUND,
    ATTRIBUTES,
    BY_NAME,
    CONNECTING,
    IN_TESTS,
    MODULES,
    NAMES,
    is_harmless,
    is_in,
    is_out_of_bounds,
)

DUNDER = re.compile(r"__[a-z_]+?__")
# by which a class can be said to be another's, so that what is private there would be its own
OF_CLASSES = {"__class__", "__module__"}
SETTING = {"__setattr__", "__delattr__"}
ALIASES, OF_PYDANTIC = "alias_generator", {"to_camel", "to_pascal", "to_snake"}
OF_NAMES = ("attr", "attr_name", "collection")  # parameters of functions that read by name
UNREAD = " of a name that is not written out"
# in the exercise's own file; see `checker.worker.learner`
READ_AS_IT_RUNS = {"getattr" + UNREAD, "open" + UNREAD, "vars"}
OWN_PARTS = ("bookshop", "in_memory", "database")  # of the workbook, for everybody


class Reading(Scopes):
    """Collects the lines that reach, and the modules that are imported."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[int, str]] = set()
        self.modules: set[str] = set()
        self.strange: set[tuple[int, str]] = set()
        self.imported: set[str] = set()
        self.asyncpg: set[str] = set()
        self.pytest: set[str] = set()  # the names it goes by
        self.sqlalchemy: set[str] = set()
        self.paths: dict[str, str] = {}  # of each name for a module: which one
        self.plain: frozenset[str] = frozenset()  # classes of which a pattern may ask by position
        self.cursors: frozenset[int] = frozenset()  # of connections that were just opened

    def note(self, node: ast.AST, what: str) -> None:
        self.found.add((getattr(node, "lineno", 1), what))

    def visit_Module(self, node: ast.Module) -> None:
        self.plain = plain_classes(node)
        self.cursors = cursors_of_new_connections(node)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            called = (alias.asname or alias.name).split(".")[0]
            if alias.name == "pytest":
                self.pytest.add(called)
                self.modules.add("pytest")
            else:
                self._module(node, alias.name)
            if alias.name.startswith("asyncpg"):
                self.asyncpg.add(called)
            if alias.name == "sqlalchemy" or (called == "sqlalchemy" and not alias.asname):
                self.sqlalchemy.add(called)
            self.imported.add(called)
            self.paths[called] = alias.name if alias.asname else called

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        name = node.module or ""
        if name == "pytest" and IN_TESTS.issuperset(alias.name for alias in node.names):
            self.modules.add(name)
            return
        for alias in node.names:
            whole = f"{name}.{alias.name}".lstrip(".")
            self.modules |= {name, whole}
            if not node.level:
                self._module(node, whole if is_harmless(whole) or is_harmless(name) else name)
            if name == "pytest":
                self.note(node, "pytest")
            if name.startswith("asyncpg") and alias.name in CONNECTING:
                self.note(node, "asyncpg")
            if (name, alias.name) != ("sqlalchemy", "inspect"):  # a function, and no module
                self._attribute(node, alias.name)
            if alias.name in BY_NAME and alias.asname:
                self.note(node, alias.name)
            if (name, alias.name) == ("sys", "path"):
                self.note(node, "sys.path")
            self.imported.add(alias.asname or alias.name)
            self.paths[alias.asname or alias.name] = whole

    def _module(self, node: ast.AST, name: str) -> None:
        self.modules.add(name)
        first = name.split(".")[0]
        if first in AROUND - {"asyncpg"}:
            self.note(node, first)
        elif not is_harmless(name):
            self.strange.add((node.lineno, name))  # type: ignore[attr-defined]

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.pytest:
            self.note(node, "pytest")
        if node.id in NAMES or node.id in BY_NAME:
            self.note(node, node.id + UNREAD * (node.id == "getattr" or node.id in BY_NAME))
        elif node.id == "open":  # a call that names its file does not come here
            self.note(node, node.id + UNREAD)
        elif node.id.startswith("__") and isinstance(node.ctx, ast.Load):
            self._attribute(node, node.id, mine=not node.id.endswith("__"))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in BY_NAME:
            self.note(node, node.attr)
        if _root(node.value) in self.pytest and isinstance(node.value, ast.Name) and node.attr in IN_TESTS:
            if not isinstance(node.ctx, ast.Load):
                self.note(node, f"a change to {ast.unparse(node)}")
            return
        inspecting = node.attr == "inspect" and getattr(node.value, "id", "") in self.sqlalchemy
        if not inspecting and id(node) not in self.cursors:
            self._attribute(node, node.attr, self._is_own(node.value))
        if node.attr in SETTING and not self._is_super(node.value):
            self.note(node, node.attr)
        first = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr == "registry" and getattr(node.value, "attr", "") == "dialects":
            self.note(node, "sqlalchemy.dialects.registry")
        if is_in(MODULES, path := self._path(node)):  # a module, by way of the package it is in
            self.note(node, path)
        if first == "workbook" and node.attr not in OWN_PARTS:
            self.note(node, f"workbook.{node.attr}")
        if first in self.asyncpg and node.attr in CONNECTING:
            self.note(node, "asyncpg")
        if node.attr == "path" and _root(node) == "sys":
            self.note(node, "sys.path")
        if isinstance(node.ctx, ast.Store | ast.Del) and (
            node.attr in OF_CLASSES
            or _root(node) in self.imported
            or (node.attr in METHODS and not self._is_own(node.value))
        ):
            self.note(node, f"a change to {ast.unparse(node)}")
        self.generic_visit(node)

    def _path(self, node: ast.AST) -> str:
        if isinstance(node, ast.Attribute):
            return f"{self._path(node.value)}.{node.attr}"
        return self.paths.get(node.id, "?") if isinstance(node, ast.Name) else "?"

    def _attribute(self, node: ast.AST, name: str, mine: bool = False) -> None:
        if is_out_of_bounds(name, mine):
            self.note(node, name)

    def visit_Assign(self, node: ast.Assign) -> None:
        if _root(node.value) in self.imported:  # another name for the same thing
            self.imported |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for name in node.kwd_attrs:
            self._attribute(node, name)
        if node.patterns and getattr(node.cls, "id", "") not in self.plain:
            self.note(node, f"a pattern by position of {ast.unparse(node.cls)}")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if self.in_class and isinstance(node.target, ast.Name):  # a field, whose name pydantic reads, and a pattern
            self._attribute(node, node.target.id, mine=True)
        super().visit_AnnAssign(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0] if node.args else None
        if name in ("setattr", "delattr") and _root(first) in self.imported:
            self.note(node, f"a change to {ast.unparse(first)}" if first is not None else name)
        texts = self._texts(node.args[1]) if len(node.args) > 1 else set()
        if name in ("getattr", "setattr", "delattr"):
            for text in texts:
                self._attribute(node, text, self._is_own(first))
                if name != "getattr" and text in OF_CLASSES:
                    self.note(node, text)
                if _root(first) in self.asyncpg and text in CONNECTING:
                    self.note(node, "asyncpg")
        if getattr(node.func, "attr", "") in SETTING and self._is_own(first):  # of what is frozen, its own
            self.generic_visit(node.func)
            for child in (*node.args, *node.keywords):
                self.visit(child)
            return
        read = bool(texts)
        if _called(node.func) in BY_NAME:
            given = _constants(node)
            read = bool(given)
            for part in ".".join(it for it in given if isinstance(it, str)).split("."):
                self._attribute(node, part)
        if _called(node.func) == "create_model" and any(it.arg is None for it in node.keywords):
            self.note(node, f"create_model{UNREAD}")
        for keyword in node.keywords:  # pydantic reads attributes of these names
            if (keyword.arg or "").endswith("alias") and text_of(keyword.value) is None:
                self.note(node, f"{keyword.arg}{UNREAD}")
            if keyword.arg == ALIASES and getattr(keyword.value, "id", "") not in OF_PYDANTIC:
                self.note(node, f"{keyword.arg}{UNREAD}")
        if name == "open":
            read = (
                first is not None
                and text_of(first) is not None
                and not any(it.arg in (None, "opener") for it in node.keywords)
            )
            if isinstance(first, ast.Constant) and isinstance(first.value, int):
                self.note(node, "open of a number")
        for child in ast.iter_child_nodes(node):
            if not (child is node.func and read):  # a name that can be read
                self.visit(child)

    def visit_Expr(self, node: ast.Expr) -> None:
        if text_of(node.value) is None:  # a docstring says nothing to anybody but its reader
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = text_of(node) or ""
        for name in DUNDER.findall(text) if "__" in text else ():
            if name in NAMES or name in ATTRIBUTES:
                self.note(node, name)
        if text in (ALIASES, "validation_alias"):  # in a dict
            self.note(node, f"{text}{UNREAD}")

    def _is_super(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def _called(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _constants(node: ast.Call) -> list[object]:
    """What a function that reads by name is given, if all of it is written out."""
    given = [*node.args, *(it.value for it in node.keywords if it.arg is None or it.arg.endswith(OF_NAMES))]
    written: list[object] = [it.value for it in given if isinstance(it, ast.Constant)]
    return written if len(written) == len(given) else []


def _root(node: ast.AST | None) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
