"""Clues to a request that no route of an application serves: its path, its slashes, its method, its prefix."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import fastapi.routing
from fastapi import FastAPI
from starlette.routing import Mount, compile_path

Clues = dict[str, str]
MOST = 8  # routes that are told


class Route(NamedTuple):
    """A path as its decorator and the prefixes have it, its methods, and what it matches."""

    path: str
    methods: frozenset[str]
    pattern: re.Pattern[str]
    dependant: Any = None

    def __str__(self) -> str:
        return f"`{'/'.join(sorted(self.methods - {'HEAD'}))} {self.path}`"


def unserved(app: Any, scope: dict[str, Any]) -> Clues:
    """The clues to a request that no route serves, or that is read from the wrong place; empty where all is well."""
    with contextlib.suppress(Exception):  # the application is of the learner's making
        return of_request(app, scope) or of_headers(app, scope)
    return {}


def of_request(app: Any, scope: dict[str, Any]) -> Clues:
    """Why no route of `app` serves the request of this ASGI scope; empty where one does, or not all can be seen."""
    if scope["type"] != "http" or not isinstance(app, FastAPI):
        return {}
    routes = list(_routes(app))
    path, method = str(scope["path"]), str(scope["method"])
    if any(isinstance(route, Mount) for route in app.routes):
        return {}
    if any(method in route.methods and route.pattern.match(path) for route in routes):
        return {}
    of_fastapi = {app.openapi_url, app.docs_url, app.redoc_url, app.swagger_ui_oauth2_redirect_url}
    routes = [route for route in routes if route.path not in of_fastapi]
    told = {"asked": f"{method} {path}", "there": ", ".join(dict.fromkeys(map(str, routes[:MOST])))}
    if not routes:
        return {"cause": "no routes", **told}
    if others := [route for route in routes if route.pattern.match(path)]:
        return {"cause": "no method", "verb": method.lower(), **told, "there": ", ".join(map(str, others))}
    return _of_a_path(routes, path, method) | told


def of_headers(app: Any, scope: dict[str, Any]) -> Clues:
    """A name that the request has among its headers, and the route reads from the query; empty where all is well.

    One that the route cannot do without is told by its answer, a 422.
    """
    if scope["type"] != "http" or not isinstance(app, FastAPI):
        return {}
    headers = {name.decode("latin-1").lower() for name, _ in scope["headers"]}
    asked = {part.partition("=")[0] for part in scope["query_string"].decode("latin-1").split("&")}
    for route in _routes(app):
        if str(scope["method"]) in route.methods and route.pattern.match(str(scope["path"])):
            for name in _queried(route.dependant):
                if (header := name.replace("_", "-").lower()) in headers and name not in asked:
                    return {"cause": "header as a query", "name": name, "header": header, "asked": str(route)}
            break
    return {}


def _queried(dependant: Any) -> Iterator[str]:
    """What a route, and all it depends on, reads from the query where it is there."""
    fields = getattr(dependant, "query_params", [])
    yield from (str(field.alias) for field in fields if not field.field_info.is_required())
    for each in getattr(dependant, "dependencies", []):
        yield from _queried(each)


def _of_a_path(routes: list[Route], path: str, method: str) -> Clues:
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    for route in routes:
        if not route.path.startswith("/"):
            return {"cause": "route without slash", "path": route.path}
        if other and route.pattern.match(other):
            return {"cause": "route of another slash", "path": route.path}
    for route in routes:
        prefix, _, rest = route.path.lstrip("/").partition("/")
        named = rest and not rest.startswith("{")  # a path that is a parameter alone matches anything
        if named and method in route.methods and compile_path(f"/{rest}")[0].match(path):
            return {"cause": "route under a prefix", "path": route.path, "prefix": f"/{prefix}"}
    near = difflib.get_close_matches(_first(path), [_first(route.path) for route in routes], 1)
    nearest = next((route.path for route in routes if near and _first(route.path) == near[0]), "")
    return {"cause": "no route", "near": f", where `{nearest}` comes nearest" if nearest else ""}


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _routes(app: FastAPI) -> Iterator[Route]:
    """Every route with the path under which it is reached: newer versions of FastAPI keep an included router whole."""
    whole: Any = getattr(fastapi.routing, "iter_route_contexts", iter)
    for route in whole(app.routes):
        path, methods = getattr(route, "path", None), getattr(route, "methods", None)
        if isinstance(path, str) and methods:
            yield Route(path, frozenset(methods), compile_path(path)[0], getattr(route, "dependant", None))
