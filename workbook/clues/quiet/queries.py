"""Clues in the source of a query: what raises nothing, and gives other rows than was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, column, given, is_statement, meant, says

Clues = dict[str, str]
GENERATIVE = {"where", "filter", "filter_by", "order_by", "limit", "offset", "options", "join", "group_by", "having"}
GENERATIVE |= {"values", "returning", "with_for_update", "execution_options", "on_conflict_do_nothing"}
TAKE = {"all", "fetchall", "scalars", "one", "scalar_one", "mappings", "partitions"}
JOINS = {"join", "outerjoin", "join_from", "outerjoin_from", "select_from"}
OF_ONE_COLUMN = {"scalar", "scalars", "stream_scalars"}
AGGREGATES = {"func.sum", "func.count", "func.avg", "func.min", "func.max"}


def _of_an_alias(node: ast.AST, function: ast.AST) -> str:
    """`newer.id`, where `newer` is `aliased(Order)`; "" for anything else."""
    owner = getattr(node, "value", None)
    if not isinstance(node, ast.Attribute) or not isinstance(owner, ast.Name):
        return ""
    made = [each for each in given(owner.id, function) if isinstance(each, ast.Call) and called(each) == "aliased"]
    return shown(node) if made else ""


def _of_python(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`User.email is email`, `Book.isbn in isbns`, `Book.isbn == isbn and Book.stock > 0`: Python decides by itself."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In) and (whole := column(node.comparators[0])):
        better = f"{whole}.contains({shown(node.left)}, autoescape=True)"
        yield {"cause": "decided by Python", "word": "in", "written": shown(node), "better": better}
    if isinstance(node, ast.Compare) and (compared := column(node.left) or _of_an_alias(node.left, function)):
        given = shown(node.comparators[0])
        if isinstance(node.ops[0], ast.Is | ast.IsNot):
            empty = given == "None"
            sign = "==" if isinstance(node.ops[0], ast.Is) else "!="
            better = (
                f"{compared}.{'is_' if sign == '==' else 'is_not'}(None)" if empty else f"{compared} {sign} {given}"
            )
            word = "is" if sign == "==" else "is not"
            yield {"cause": "decided by Python", "word": word, "written": shown(node), "better": better}
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            word, method = ("in", "in_") if isinstance(node.ops[0], ast.In) else ("not in", "not_in")
            better = f"{compared}.{method}({given})"
            yield {"cause": "decided by Python", "word": word, "written": shown(node), "better": better}
    if isinstance(node, ast.BoolOp) and any(map(_is_condition, node.values)):
        word = "and" if isinstance(node.op, ast.And) else "or"
        better = f"{word}_({', '.join(map(shown, node.values))})"
        yield {"cause": "decided by Python", "word": word, "written": shown(node), "better": better}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and _is_condition(node.operand):
        better = f"not_({shown(node.operand)})"
        yield {"cause": "decided by Python", "word": "not", "written": shown(node), "better": better}


def _is_condition(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and bool(column(node.left))


def _of_a_result_unused(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`query.where(…)` on a line of its own: a query is never changed, a new one is given back."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in GENERATIVE:
        return
    owner = call.func.value
    if isinstance(owner, ast.Name) and any(is_statement(value) for value in given(owner.id, function)):
        yield {"cause": "unused statement", "call": shown(call), "name": owner.id, "method": call.func.attr}


def _of_columns(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`scalars(select(User.email, User.full_name))`: the second column is left out."""
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") not in OF_ONE_COLUMN or not node.args:
        return
    selects = [each for each in ast.walk(node.args[0]) if isinstance(each, ast.Call) and shown(each.func) == "select"]
    top = next((each for each in selects if len(each.args) > 1), None)
    if top is not None and top is selects[0]:
        yield {
            "cause": "columns left out",
            "call": shown(node.func),
            "selected": shown(top),
            "first": shown(top.args[0]),
        }


def _of_groups(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`select(User.email, func.sum(…))` in a function without a `group_by`."""
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "select" or says(function, "group_by"):
        return
    reckoned = [each for each in node.args if any(map(_is_aggregate, meant(each, function)))]
    single = [each for each in node.args if each not in reckoned and (column(each) or shown(each) in MODELS)]
    windows = any(
        isinstance(each, ast.Attribute) and each.attr in {"over", "scalar_subquery"} for each in ast.walk(function)
    )
    if reckoned and single and not windows:
        told = {"selected": shown(node), "reckoned": shown(reckoned[0]), "columns": ", ".join(map(shown, single))}
        yield {"cause": "not grouped", **told}


def _is_aggregate(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and shown(node.func) in AGGREGATES


def _of_an_eager_option(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`contains_eager(Order.user)` in a function in which no join leads to the users."""
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "contains_eager" or not node.args:
        return
    owner, _, key = shown(node.args[0]).partition(".")
    relationship = MODELS[owner].relationships.get(key) if owner in MODELS else None
    joins = [each for each in ast.walk(function) if isinstance(each, ast.Call) and called(each) in JOINS]
    joined = {shown(each) for join in joins for argument in join.args for each in ast.walk(argument)}
    if relationship is not None and not joined & {f"{owner}.{key}", relationship.mapper.class_.__name__}:
        yield {"cause": "nothing joined", "option": shown(node), "relationship": f"{owner}.{key}"}


def _of_a_result(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`found = await session.execute(…)`, gone over a second time."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Name) or not isinstance(node.value, ast.Await):  # type: ignore[attr-defined]
        return
    call = node.value.value  # type: ignore[attr-defined]
    if not isinstance(call, ast.Call) or called(call) not in {"execute", "scalars"}:
        return
    stored = [each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
    if sum(each.id == target.id for each in stored) > 1:  # `found = found.all()`: the rows, from there on
        return
    names = {target.id}
    names |= {
        shown(each.targets[0])
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and shown(each.value) in names
    }
    taken = [each for name in names for each in _takings(name, function)]
    if len(taken) > 1:
        yield {"cause": "taken again", "name": target.id, "call": shown(call), "again": shown(taken[1])}


def _of_a_value(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`[row[0] for row in await session.scalars(select(User.email))]`: the first letter of each."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return
    if not isinstance(node.slice, ast.Constant) or not isinstance(node.slice.value, int):
        return
    for loop in ast.walk(function):
        if isinstance(loop, ast.For | ast.AsyncFor | ast.comprehension) and shown(loop.target) == node.value.id:
            calls = [each for each in meant(loop.iter, function) if isinstance(each, ast.Call)]
            selected = next((each.args for each in calls if called(each) == "select"), [])
            one = len(selected) == 1 and isinstance(selected[0], ast.Attribute)
            if one and {"scalars", "stream_scalars"} & set(map(called, calls)):
                yield {"cause": "value taken apart", "written": shown(node), "name": node.value.id}


def _takings(name: str, function: ast.AST) -> list[ast.AST]:
    """Where all rows of a result of this name are taken, in order."""
    found: list[ast.AST] = []
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.comprehension) and shown(node.iter) == name:
            found.append(node.iter)
        elif isinstance(node, ast.Call):
            of_it = isinstance(node.func, ast.Attribute) and shown(node.func.value) == name and node.func.attr in TAKE
            given_it = [shown(each) for each in node.args[:1]] == [name] and called(node) in {
                "list",
                "sum",
                "set",
                "sorted",
                "dict",
            }
            found += [node] * (of_it or given_it)
    return sorted(found, key=lambda each: each.lineno)  # type: ignore[attr-defined]


def _of_a_factory(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`async_sessionmaker(engine)`, whose sessions forget at a commit what they have loaded."""
    if isinstance(node, ast.Call) and called(node) == "async_sessionmaker" and not says(function, "configure"):
        given_it = next((shown(each.value) for each in node.keywords if each.arg == "expire_on_commit"), "True")
        spread = any(each.arg is None for each in node.keywords)
        if given_it == "True" and not spread and node.args + node.keywords:
            first = shown(node.args[0]) if node.args else "engine"
            yield {
                "cause": "expires",
                "call": shown(node),
                "better": f"{called(node)}({first}, expire_on_commit=False)",
            }


READERS = [
    *(_of_a_factory, _of_python, _of_a_result_unused, _of_columns, _of_groups, _of_an_eager_option, _of_a_result),
    _of_a_value,
]
