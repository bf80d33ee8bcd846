"""Clues in the source that are about Python alone: what raises nothing, and does something else than was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import Function, called, given, own, says

Clues = dict[str, str]
BROAD = {"", "Exception", "BaseException", "SQLAlchemyError", "DBAPIError"}
LOCKS = {"Semaphore", "BoundedSemaphore", "Lock"}


def _of_parameters(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A parameter that the function never looks at: the limit, the key, the condition."""
    if not isinstance(node, Function) or node.decorator_list or node is not function or _is_empty(node):
        return
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    if any("Request" in shown(each.annotation) for each in node.args.args):  # FastAPI calls it, with what it likes
        return
    for each in [*node.args.args, *node.args.kwonlyargs]:
        words = shown(each.annotation)
        plain = words and not any(
            word in words for word in ("Session", "Engine", "Operations", "Connection", "Annotated")
        )
        if plain and each.arg not in used and each.arg not in {"self", "cls"} and not each.arg.startswith("_"):
            yield {"cause": "parameter unused", "name": each.arg, "function": node.name}


def _of_a_first_round(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`for … in …: …; return …`: there is no second round."""
    if isinstance(node, ast.For | ast.AsyncFor) and isinstance(node.body[-1], ast.Return):
        skips = any(isinstance(each, ast.Continue) for each in ast.walk(node))
        if not skips and not isinstance(node.iter, ast.Constant) and len(node.body) > 1:
            yield {"cause": "returned at once", "loop": f"for {shown(node.target)} in {shown(node.iter)}"}


def _of_no_return(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A function that is declared to return something, and has no `return` with a value."""
    if not isinstance(node, Function) or shown(node.returns) in {"", "None", "Never", "NoReturn"} or _is_empty(node):
        return
    mine = [*own(node)]
    values = any(isinstance(each, ast.Return) and each.value is not None for each in mine)
    if not values and not any(isinstance(each, ast.Yield | ast.YieldFrom | ast.Raise) for each in mine):
        yield {"cause": "nothing returned", "function": node.name, "declared": shown(node.returns)}


def _is_empty(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function has nothing but words in it, as those of a Protocol."""
    return all(
        isinstance(each, ast.Pass) or isinstance(getattr(each, "value", None), ast.Constant) for each in node.body
    )


def _of_a_handler(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`except Exception: pass`: whoever called takes it for a success."""
    if not isinstance(node, ast.ExceptHandler) or shown(node.type).rpartition(".")[2] not in BROAD:
        return
    uses = any(isinstance(each, ast.Raise) for each in ast.walk(node))
    kept = node.name is not None and any(
        node.name in map(shown, ast.walk(each)) for each in node.body if not _is_said(each)
    )
    answers = isinstance(function, Function) and shown(function.returns) == "bool"  # False is what the caller asks for
    answers = answers and any(isinstance(each, ast.Return) and shown(each.value) == "False" for each in node.body)
    if not uses and not kept and not answers:
        clause = f"except {shown(node.type)}".strip()
        yield {"cause": "swallowed", "clause": clause}


def _is_said(node: ast.AST) -> bool:
    """Whether a statement only prints or logs."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and (shown(call.func) == "print" or "log" in shown(call.func).lower())


def _of_nothing_done(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`user.full_name == full_name` on a line of its own, `session.commit` without `()`; a function nobody names."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare) and isinstance(node.value.ops[0], ast.Eq):
        left, right = shown(node.value.left), shown(node.value.comparators[0])
        yield {"cause": "compared for nothing", "written": shown(node.value), "better": f"{left} = {right}"}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Attribute):
        yield {"cause": "named for nothing", "written": shown(node.value)}
    if isinstance(node, Function) and node is not function and _is_local(node, function):
        managers = all(shown(each).endswith("contextmanager") for each in node.decorator_list)
        if managers and node.name not in {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}:
            better = f"FastAPI(lifespan={node.name})" if node.name == "lifespan" else node.name
            yield {"cause": "function for nothing", "name": node.name, "better": better}


def _is_local(node: ast.AST, function: ast.AST) -> bool:
    """Whether a function stands in another one, and is no method."""
    classes = [each for each in ast.walk(function) if isinstance(each, ast.ClassDef)]
    return not any(node in each.body for each in classes)


def _of_a_decorator(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`@contextmanager` over an `async def`."""
    decorators = [shown(each).rpartition(".")[2] for each in getattr(node, "decorator_list", [])]
    if isinstance(node, ast.AsyncFunctionDef) and "contextmanager" in decorators:
        yield {"cause": "plain context manager", "function": node.name}


def _of_a_yield(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """What stands after the `yield` of a block's function, and not in a `finally`."""
    decorators = [shown(each) for each in getattr(node, "decorator_list", [])]
    if not isinstance(node, Function) or not any(each.endswith("contextmanager") for each in decorators):
        return
    if "app" in [each.arg for each in node.args.args]:  # a lifespan: nobody raises into that
        return
    for body in (each.body for each in ast.walk(node) if isinstance(each, Function | ast.With | ast.AsyncWith)):
        places = [number for number, each in enumerate(body) if isinstance(getattr(each, "value", None), ast.Yield)]
        after = body[places[0] + 1 :] if places else []
        if (
            after
            and not isinstance(after[0], ast.Raise)
            and not any(called(each) == "commit" for each in ast.walk(after[0]) if isinstance(each, ast.Call))
        ):
            yield {"cause": "after the yield", "statement": shown(after[0]), "function": node.name}


def _of_waiting(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`time.sleep(…)` in a coroutine, a task that nobody keeps, errors that are results."""
    asynchronous = [
        each for each in ast.walk(function) if isinstance(each, ast.AsyncFunctionDef) and node in [*own(each)]
    ]
    if isinstance(node, ast.Call) and shown(node.func) == "time.sleep" and asynchronous:
        yield {
            "cause": "sleep of the loop",
            "call": shown(node),
            "better": f"await asyncio.{shown(node).removeprefix('time.')}",
        }
    call = node.value if isinstance(node, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call):
        return
    if shown(call.func) in {"asyncio.create_task", "asyncio.ensure_future"}:
        yield {"cause": "task dropped", "call": shown(call)}
    kept = any(each.arg == "return_exceptions" for each in call.keywords)
    if shown(call.func).endswith("gather") and kept and not says(function, "cancel"):
        yield {"cause": "errors as results", "call": shown(call.func)}


def _of_an_exit(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`__aexit__` that returns True, `return` in a `finally`, `suppress(Exception)`: no exception gets out."""
    if isinstance(node, Function) and node.name in {"__aexit__", "__exit__"}:
        for each in (each for each in own(node) if isinstance(each, ast.Return)):
            if isinstance(each.value, ast.Constant) and each.value.value is True:
                yield {"cause": "exit hides", "method": node.name}
    if isinstance(node, ast.Try) and any(
        isinstance(each, ast.Return) for it in node.finalbody for each in ast.walk(it)
    ):
        yield {"cause": "return in finally"}
    for item in getattr(node, "items", []):
        call = item.context_expr
        if isinstance(call, ast.Call) and called(call) == "suppress" and BROAD & set(map(shown, call.args)):
            yield {"cause": "swallowed", "clause": shown(call)}


def _of_a_lock(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A semaphore that is made where it is entered: every call has one of its own."""
    if not isinstance(node, ast.AsyncWith):
        return
    inner = [each for each in ast.walk(function) if isinstance(each, Function) and node in [*own(each)]]
    for item in node.items:
        name = shown(item.context_expr)
        if isinstance(item.context_expr, ast.Call) and called(item.context_expr) in LOCKS:
            yield {"cause": "lock without a name", "made": name}
            continue
        made = [each for each in (given(name, inner[0]) if inner else []) if isinstance(each, ast.Call)]
        inside = (
            {id(each) for nested in own(inner[0]) if isinstance(nested, Function) for each in ast.walk(nested)}
            if inner
            else set()
        )
        if any(called(each) in LOCKS and id(each) not in inside for each in made):
            yield {"cause": "lock of its own", "name": name, "made": shown(made[0]), "function": inner[0].name}


def _of_a_default(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`def f(rows=[])`: one list for all calls."""
    if isinstance(node, Function):
        named = [*zip(reversed(node.args.args), reversed(node.args.defaults), strict=False)]
        for argument, default in [*named, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]:
            if isinstance(default, ast.List | ast.Dict | ast.Set):
                yield {"cause": "one default", "name": argument.arg, "default": shown(default)}


READERS = [
    _of_parameters,
    _of_a_first_round,
    _of_no_return,
    _of_a_handler,
    _of_nothing_done,
    _of_a_decorator,
    _of_a_yield,
    _of_waiting,
    _of_an_exit,
    _of_a_lock,
    _of_a_default,
]
