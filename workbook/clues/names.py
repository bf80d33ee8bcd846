"""Clues to a name that is nothing: never imported, misspelt, a column's bare one, without a value yet."""

from __future__ import annotations

import builtins
import difflib
import inspect
import re

import sqlalchemy
import sqlalchemy.ext.asyncio
import sqlalchemy.orm

from workbook.clues.lines import Line

Clues = dict[str, str]
PLACES = {"sqlalchemy": sqlalchemy, "sqlalchemy.orm": sqlalchemy.orm, "sqlalchemy.ext.asyncio": sqlalchemy.ext.asyncio}


def of_a_name(problem: NameError, line: Line) -> Clues:
    """The clues that a name gives, and where it is to be had; one that has no value yet is a NameError too."""
    return _without_value(problem, line) if isinstance(problem, UnboundLocalError) else _unknown(problem, line)


def _without_value(problem: UnboundLocalError, line: Line) -> Clues:
    named = re.search(r"'(\w+)'", str(problem))  # the error itself knows the name from 3.12 on
    name = problem.name or (named[1] if named else "it")
    outside = name in line.frame.f_globals or hasattr(builtins, name)
    return {"cause": "shadowed" if outside else "unbound", "name": name, "function": line.frame.f_code.co_name}


def of_a_hidden_name(name: str, line: Line) -> Clues:
    """A value was called whose name was a function's before: of the file, of Python, or of SQLAlchemy."""
    value, function = line.frame.f_locals.get(name), line.frame.f_code
    told = {"name": name, "kind": type(value).__name__, "function": function.co_name}
    places = [place for place, module in PLACES.items() if hasattr(module, name)]
    outside = line.frame.f_globals.get(name, getattr(builtins, name, None))
    if name not in line.frame.f_locals or not (callable(outside) or places):
        return {"cause": "value called", "whose": name}
    parameter = name in function.co_varnames[: function.co_argcount + function.co_kwonlyargcount]
    better = f"`from {places[0]} import {name} as sql_{name}`" if places else "give the value another name"
    whose = "SQLAlchemy's" if places else "the file's" if name in line.frame.f_globals else "Python's"
    return {
        "cause": "hidden name",
        "what": "parameter" if parameter else "value",
        "better": better,
        "of": whose,
        **told,
    }


def _unknown(problem: NameError, line: Line) -> Clues:
    """A column's bare name, or a word of SQLAlchemy's that was never imported."""
    name = problem.name or ""
    for model in {**line.frame.f_globals, **line.frame.f_locals}.values():
        if inspect.isclass(model) and hasattr(model, "__mapper__") and name in model.__mapper__.attrs:
            return {"cause": "bare column", "name": name, "column": f"{model.__name__}.{name}"}
    for place, module in PLACES.items():
        if hasattr(module, name):
            return {"cause": "not imported", "name": name, "place": place}
    here = {each: each for each in [*dir(builtins), *line.frame.f_globals, *line.frame.f_locals]}
    for model in {**line.frame.f_globals, **line.frame.f_locals}.values():
        if inspect.isclass(model) and hasattr(model, "__mapper__"):
            here |= {key: f"{model.__name__}.{key}" for key in dict(model.__mapper__.attrs) if key not in here}
    near = difflib.get_close_matches(name, here, 1, cutoff=0.75)
    return {"cause": "unknown name", "name": name, "near": f", or did you mean `{here[near[0]]}`" if near else ""}
