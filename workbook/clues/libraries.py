"""Clues to names of other libraries: Django, SQLModel, asyncpg, Express and Flask, with what does the same here."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from sqlalchemy import Select

from workbook.clues.lines import Line, shown
from workbook.clues.lookups import condition, path_of_names

Clues = dict[str, str]
DJANGO, SQLMODEL = "Django", "SQLModel and Pydantic"
ROWS = "`(await {whose}.execute({given})).all()`, or `await {whose}.scalars({given})` for objects"
ROW = "`(await {whose}.execute({given})).first()`, or `await {whose}.scalar({given})` for one value"
OF_A_SESSION = {
    "atomic": (DJANGO, "`async with {whose}.begin_nested()` is a savepoint, and `commit()` keeps the whole"),
    "transaction": ("asyncpg and databases", "`async with {whose}.begin_nested()`; the first is begun by itself"),
    "fetch_all": ("the package databases", ROWS),
    "fetch_one": ("the package databases", ROW),
    "fetch_val": ("the package databases", ROW),
    "fetch": ("asyncpg", ROWS),
    "fetchrow": ("asyncpg", ROW),
    "fetchval": ("asyncpg", ROW),
    "executemany": ("a driver's cursor", "`await {whose}.execute({given})`, which takes a list of rows too"),
    "execute_many": ("the package databases", "`await {whose}.execute({given})`, which takes a list of rows too"),
    "cursor": ("a driver's connection", "`await {whose}.execute(text(…))`"),
}
OF_AN_APPLICATION = {
    "use": ("Express", "`{whose}.include_router({given})` takes a router in, `{whose}.add_middleware(…)` a middleware"),
    "register_blueprint": ("Flask", "`{whose}.include_router({given})`"),
    "add_url_rule": ("Flask", "`{whose}.add_api_route(path, function)`, or `@{whose}.get(path)` over the function"),
    "errorhandler": ("Flask", "`@{whose}.exception_handler({given})`"),
    "before_request": ("Flask", '`@{whose}.middleware("http")`, or a dependency'),
    "after_request": ("Flask", '`@{whose}.middleware("http")`, or a dependency with `yield`'),
    "teardown_appcontext": ("Flask", "what stands after the `yield` of a dependency, or of the lifespan"),
    "config": ("Flask", "`{whose}.state`, whose attributes are what you set"),
    "listen": ("Express", "a server runs it, `uvicorn module:{whose}`"),
    "run": ("Flask", "a server runs it, `uvicorn module:{whose}`"),
}
OF_A_REQUEST = {
    "args": ("Flask", "a parameter of the endpoint, or `{whose}.query_params`"),
    "get_json": ("Flask", "a parameter of a schema's type, or `await {whose}.json()`"),
    "data": ("Flask and Django", "a parameter of a schema's type, or `await {whose}.body()`"),
    "query": ("Express", "a parameter of the endpoint, or `{whose}.query_params`"),
    "params": ("Express", "a parameter of the endpoint, or `{whose}.path_params`"),
    "GET": (DJANGO, "a parameter of the endpoint, or `{whose}.query_params`"),
    "POST": (DJANGO, "a parameter of the endpoint, or `await {whose}.form()`"),
}
TABLES = {  # by the classes' names: FastAPI is dear to import, and most lessons do without
    "sqlalchemy.ext.asyncio.session.AsyncSession": OF_A_SESSION,
    "fastapi.applications.FastAPI": OF_AN_APPLICATION,
    "fastapi.routing.APIRouter": OF_AN_APPLICATION,
    "starlette.requests.Request": OF_A_REQUEST,
}
LOADS = {"prefetch_related": "selectinload", "select_related": "joinedload"}
NOT_FOUND = {"DoesNotExist", "MultipleObjectsReturned"}
OF_ONE = {"get", "aget", "first", "afirst", "get_or_404", "get_or_none"}
MAKES = {"model_validate", "model_construct", "from_orm", "parse_obj"}


def of_library(problem: BaseException, line: Line) -> Clues:
    """What was asked of an object is another library's; empty where that is not known."""
    owner, name = getattr(problem, "obj", None), getattr(problem, "name", None)
    node = line.node.func if isinstance(line.node, ast.Call) else line.node
    if not isinstance(problem, AttributeError) or name is None or not isinstance(node, ast.Attribute):
        return {}
    call = next((each for each in line.calls(name) if shown(each.func) == shown(node)), None)
    simple = isinstance(node.value, ast.Name | ast.Attribute)
    told = {"cause": "another library", "name": name, "whose": shown(node.value) if simple else type(owner).__name__}
    if isinstance(owner, Select) and name in LOADS:
        return told | {"library": DJANGO, "instead": f"`.options({_options(owner, LOADS[name], call)})`"}
    kinds = {f"{each.__module__}.{each.__name__}" for each in type(owner).__mro__}
    for kind, table in TABLES.items():
        if kind in kinds and name in table:
            library, instead = table[name]
            given = ", ".join(map(shown, call.args)) if call is not None and call.args else "…"
            return told | {"library": library, "instead": instead.format(whose=shown(node.value), given=given)}
    return _of_a_class(owner, name, call, line) if inspect.isclass(owner) and hasattr(owner, "__mapper__") else {}


def _options(query: Select[Any], option: str, call: ast.Call | None) -> str:
    """The loader options for `prefetch_related("orders__lines")`."""
    model: Any = next((each["entity"] for each in query.column_descriptions), None)
    names = [each.value for each in getattr(call, "args", []) if isinstance(each, ast.Constant)]
    ways = [path_of_names(model, str(each)) for each in names] if hasattr(model, "__mapper__") else []
    return ", ".join(way for way in ways if way) or f"{option}(Model.name)"


def _of_a_class(model: Any, name: str, call: ast.Call | None, line: Line) -> Clues:
    told = {"cause": "another library", "name": name, "whose": model.__name__}
    if name in NOT_FOUND or name == "objects":
        more = "all" if name == "MultipleObjectsReturned" else "None where there is no such row"
        kept = f", which gives {more}" if name in NOT_FOUND else ""
        before = "`{whose}.objects`" if name in NOT_FOUND else "`{whose}.DoesNotExist`"
        library = f"{DJANGO}, as is {before.format(whose=model.__name__)}"
        return told | {"library": library, "instead": f"`{_asked(model, line)}`{kept}"}
    if name in MAKES:
        given = shown(call.args[0]) if call is not None and call.args else "new"
        instead = f"{model.__name__} is a class of the database, and made by `{model.__name__}(**{given}.model_dump())`"
        return told | {"library": SQLMODEL, "instead": instead}
    return {}


def _asked(model: Any, line: Line) -> str:
    """What `User.objects.get(email=email)` asks for, as a query that is sent."""
    name = model.__name__
    function = next((each for each in line.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None)
    for call in [each for each in ast.walk(function or ast.Pass()) if isinstance(each, ast.Call)]:
        if shown(call.func).startswith(f"{name}.objects."):
            conditions = [condition(model, str(each.arg), shown(each.value)) for each in call.keywords if each.arg]
            where = f".where({', '.join(conditions)})" if conditions else ""
            one = shown(call.func).rpartition(".")[2] in OF_ONE
            return f"{'await session.scalar' if one else 'await session.scalars'}(select({name}){where})"
    return f"await session.scalar(select({name}).where(…))"
