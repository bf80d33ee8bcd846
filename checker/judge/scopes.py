"""Walks through a source, and knows at each place what a name stands for there."""

from __future__ import annotations

import ast


class Scopes(ast.NodeVisitor):
    """Visits each part once, texts that are evaluated as annotations too."""

    def __init__(self) -> None:
        self.texts: dict[str, set[str]] = {}  # what a comprehension's variable can be, where that is written out
        self.own: set[str] = set()  # of a method: `self`, `cls`
        self.in_class = False

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self.in_class = self.in_class, True
        self.generic_visit(node)
        self.in_class = outer

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._annotation(node.returns)
        in_class, outer = self.in_class, self.own
        names = _parameters(node.args)
        # anybody may call a parameter `self`: only a method's first one is its own object
        self.own = outer - set(names) | (set(names[:1]) if in_class else set())
        self.in_class = False
        self.generic_visit(node)
        self.in_class, self.own = in_class, outer

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> None:
        outer, self.texts = self.texts, {}
        own, self.own = self.own, self.own - set(_parameters(node.args))
        self.generic_visit(node)
        self.texts, self.own = outer, own

    def _is_own(self, node: ast.AST | None) -> bool:
        return isinstance(node, ast.Name) and node.id in self.own

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self.visit(node.generators[0].iter)  # the one part that is evaluated outside
        outer, self.texts = self.texts, dict(self.texts)
        for each in node.generators:
            for name in ast.walk(each.target):
                self.texts.pop(getattr(name, "id", ""), None)
            values = [text_of(value) for value in getattr(each.iter, "elts", [])]
            if isinstance(each.target, ast.Name) and values and all(values):
                self.texts[each.target.id] = set(filter(None, values))
        # every part once: what is visited twice at each level takes for ever at twenty levels
        for number, each in enumerate(node.generators):
            for part in (each.target, *([each.iter] if number else []), *each.ifs):
                self.visit(part)
        for field in ("key", "value", "elt"):
            if hasattr(node, field):
                self.visit(getattr(node, field))
        self.texts = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _annotation(self, node: ast.AST | None) -> None:
        """What is in quotes there is evaluated all the same."""
        for part in ast.walk(node) if node is not None else ():
            text = text_of(part)
            if text is not None:
                try:
                    inner = ast.parse(text.strip(), mode="eval").body
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue
                for each in ast.walk(inner):
                    if hasattr(each, "lineno"):
                        each.lineno = part.lineno  # type: ignore[attr-defined]
                self.visit(inner)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        self._annotation(node.annotation)
        self.generic_visit(node)

    def _texts(self, node: ast.AST) -> set[str]:
        text = text_of(node)
        return {text} if text is not None else self.texts.get(node.id, set()) if isinstance(node, ast.Name) else set()


def _parameters(node: ast.arguments) -> list[str]:
    every = [*node.posonlyargs, *node.args, node.vararg, *node.kwonlyargs, node.kwarg]
    return [each.arg for each in every if each is not None]


def text_of(node: ast.AST) -> str | None:
    """What a text says that is written out."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
