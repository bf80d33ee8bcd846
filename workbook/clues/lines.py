"""The learner's line that failed, as a syntax tree: what stood around the very expression that raised."""

from __future__ import annotations

import ast
import copy
import inspect
import linecache
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

MOST = 80  # characters of an expression that is told


class Line:
    """The innermost of the learner's lines in a traceback.

    `node` is the expression that raised, `around` the nodes it stands in, nearest first; `deeper` is whether the
    exception came out of a call, from somebody else's code.
    """

    def __init__(self, frame: FrameType, lasti: int, deeper: bool):
        self.frame, self.deeper = frame, deeper
        tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename)))
        line, end_line, column, end_column = list(frame.f_code.co_positions())[lasti // 2]
        place = (line or 0, column or 0), (end_line or 0, end_column or 0)
        path = list(_path(tree, place))
        self.node: ast.AST = path[-1]
        self.around: list[ast.AST] = path[-2::-1]
        self.statement = next((node for node in reversed(path) if isinstance(node, ast.stmt)), None)
        if any(decorator in path for decorator in getattr(self.statement, "decorator_list", [])):
            self.statement = copy.copy(self.statement)  # what stands over a function failed, not what is in it
            self.statement.body = []  # type: ignore[union-attr]

    def value(self, node: ast.AST | None) -> Any:
        """What a name stands for on that line; None for any other expression, which is not computed again."""
        if not isinstance(node, ast.Name):
            return None
        return self.frame.f_locals.get(node.id, self.frame.f_globals.get(node.id))

    def member(self, node: ast.AST | None) -> Any:
        """What a name, or names with dots between them, stand for, without running anything; None for all else."""
        if not isinstance(node, ast.Attribute):
            return self.value(node)
        owner = self.member(node.value)
        return None if owner is None else inspect.getattr_static(owner, node.attr, None)

    def made(self, name: str) -> ast.expr | None:
        """What the function gave to a name last before that line, or what its loop goes over; None if nothing."""
        scope = next((each for each in self.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None)
        given = [(target, value) for node in ast.walk(scope or ast.Pass()) for target, value in _given(node)]
        here = getattr(self.node, "end_lineno", 0)
        values = [value for target, value in given if name in _names(target) and value.lineno <= here]
        return max(values, key=lambda value: value.lineno, default=None)

    def meant(self, node: ast.AST, depth: int = 3) -> Iterator[ast.AST]:
        """All nodes of an expression, and of what was given to the names in it before."""
        for each in ast.walk(node):
            yield each
            if isinstance(each, ast.Name) and depth and (made := self.made(each.id)) is not None:
                yield from self.meant(made, depth - 1)

    def column(self, node: ast.AST | None) -> str:
        """`Book.price`, if that is the expression, and Book a mapped class; "" for any other."""
        if not isinstance(node, ast.Attribute):
            return ""
        owner = self.value(node.value)
        value = inspect.getattr_static(owner, node.attr, None) if inspect.isclass(owner) else None
        return shown(node) if isinstance(value, InstrumentedAttribute) else ""

    def inside(self, kind: type[ast.AST]) -> bool:
        """Whether the expression that raised is, or stands in, such a node of the same statement."""
        for node in [self.node, *self.around]:
            if isinstance(node, kind):
                return True
            if isinstance(node, ast.stmt):
                return False
        return False

    def calls(self, *names: str) -> list[ast.Call]:
        """The calls of a function or method of one of these names, in the failing statement."""
        if self.statement is None:
            return []
        nodes = [node for node in ast.walk(self.statement) if isinstance(node, ast.Call)]
        return [node for node in nodes if getattr(node.func, "attr", getattr(node.func, "id", "")) in names]


def failing(problem: BaseException, is_theirs: Callable[[str], bool]) -> Line | None:
    """The learner's line that raised; None if there is none, or its file is not what ran."""
    steps = []
    walked = problem.__traceback__
    while walked is not None:
        steps.append((walked.tb_frame, walked.tb_lasti))
        walked = walked.tb_next
    theirs = [number for number, (frame, _) in enumerate(steps) if is_theirs(frame.f_code.co_filename)]
    if not theirs:
        return None
    frame, lasti = steps[theirs[-1]]
    return Line(frame, lasti, deeper=theirs[-1] < len(steps) - 1)


def functions(problem: BaseException) -> set[str]:
    """The names of all functions in a traceback."""
    return {frame.f_code.co_name for frame, _ in traceback.walk_tb(problem.__traceback__)}


def modules(problem: BaseException) -> set[str]:
    """The names of all modules in a traceback."""
    return {str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(problem.__traceback__)}


def found(problem: BaseException, name: str, kind: type | tuple[type, ...]) -> Any:
    """The innermost local variable of this name and kind in a traceback; None if there is none."""
    for frame, _ in reversed(list(traceback.walk_tb(problem.__traceback__))):
        if isinstance(value := frame.f_locals.get(name), kind):
            return value
    return None


def shown(node: ast.AST | None) -> str:
    """An expression as it would be written, shortened."""
    text = " ".join(ast.unparse(node).split()) if node is not None else ""
    return text if len(text) <= MOST else text[: MOST - 2] + " …"


def _given(node: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment or a loop, each with what is given to it."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        return [(node.target, node.iter)]
    if isinstance(node, ast.Assign):
        return [(target, node.value) for target in node.targets]
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        return [(node.target, node.value)]
    return []


def _names(node: ast.AST) -> set[str]:
    """The names that a target gives a value to; not those of whose attribute it sets one."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _path(node: ast.AST, place: tuple[tuple[int, int], tuple[int, int]]) -> Iterator[ast.AST]:
    """The nodes from the top down to the smallest that holds the place."""
    yield node
    for child in _children(node):
        first: Any = next(iter(getattr(child, "decorator_list", [])), child)
        begin = first.lineno, first.col_offset
        end = child.end_lineno, child.end_col_offset  # type: ignore[attr-defined]
        if begin <= place[0] and place[1] <= end:
            yield from _path(child, place)
            return


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if hasattr(child, "lineno"):
            yield child
        else:  # a `with` item, a comprehension, an argument list
            yield from _children(child)
