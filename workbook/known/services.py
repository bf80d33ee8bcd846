"""Services: dependencies, schemas, endpoints: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

SERVICES = [
    Known(
        "generator by hand",
        "AttributeError, TypeError",
        "`{function}` has a `yield`, so calling it gives a generator, not a session",
        "in a route let FastAPI call it, `session: AsyncSession = Depends({function})`; elsewhere put "
        "`@asynccontextmanager` over it",
    ),
    Known(
        "depends by hand",
        "AttributeError",
        "`{whose}` is what Depends(…) leaves as a default, and only FastAPI puts the real one in its place",
        "call the function with its arguments, or let a route call it",
    ),
    Known(
        "depends left out",
        "FastAPIError",
        "FastAPI takes a parameter without `Depends(…)` for part of the request, and cannot read one of this type "
        "from a request",
        "write `session: Annotated[AsyncSession, Depends(get_session)]`",
    ),
    Known(
        "from_attributes",
        "ValidationError",
        "The schema was given a {model}, and by itself reads only dicts",
        "add `model_config = ConfigDict(from_attributes=True)` to the schema",
    ),
    Known(
        "no base URL",
        "UnsupportedProtocol",
        "A client asks for whole URLs, and was given a path alone",
        '`AsyncClient(transport=…, base_url="http://test")`, with any host where nothing is sent over a network',
    ),
    Known(
        "field missing",
        "ValidationError",
        "The schema requires `{field}`, and the {kind} that it was given{place: by } has none",
        "hand over the object that has it, compare the names, or give the field a default",
    ),
    Known(
        "function looped",
        "TypeError",
        "`{iterated}` is a function, which was not called",
        "call it, `{iterated}()`; one with a `yield` that FastAPI should use is given to `Depends(…)`",
    ),
    Known(
        "depends called",
        "TypeError",
        "`Depends(…)` was given what `{call}` returns, and wants the function, which FastAPI calls for each request",
        "leave its `()` out, `Depends(get_session)`",
    ),
    Known(
        "decorated dependency",
        "TypeError",
        "FastAPI makes a block of a dependency that yields, and `@asynccontextmanager` had made one of it already",
        "leave the decorator out",
    ),
    Known(
        "dependency that swallows",
        "FastAPIError, UnboundLocalError",
        "A dependency with `yield` has caught what the endpoint raised and kept it, so FastAPI has neither an answer "
        "nor an exception to make one of",
        "write `raise` at the end of that `except`, or leave it out",
    ),
    Known(
        "two yields",
        "RuntimeError",
        "A dependency, or a function under `@asynccontextmanager`, may yield once, and this one did so again",
        "one `yield`, with what opens before it and what closes after it",
    ),
    Known(
        "answer not awaited",
        "ValueError",
        "The endpoint returned what {call} gave without `await`, which is a coroutine and no answer",
        "await it in the endpoint",
    ),
    Known(
        "result for an answer",
        "ValueError",
        "The endpoint returned a result, from which rows have yet to be taken",
        "take them, with `.all()` of `await session.scalars(…)`",
    ),
    Known(
        "row for an answer",
        "ValueError",
        "The endpoint returned rows, which are tuples, and JSON has no form for them",
        "ask for one column or for objects, `await session.scalars(…)`, or make a dict of each, `row._asdict()`",
    ),
    Known(
        "model for a schema",
        "FastAPIError",
        "{model} is a class of the database, and FastAPI describes answers by Pydantic's classes",
        "write a schema, a class of `BaseModel` with the fields that may be told, and name that",
    ),
    Known(
        "row for a schema",
        "ResponseValidationError, ValidationError",
        "The schema was given a row, a tuple with a {held} in it",
        "ask for the objects themselves, `await session.scalars(…)`, or take it out, `row[0]`",
    ),
    Known(
        "nothing for a schema",
        "ResponseValidationError",
        "The answer was None, and its schema wants an object",
        "say what happens when nothing is found, `raise HTTPException(404)`",
    ),
    Known(
        "list for a schema",
        "ResponseValidationError",
        "The answer was a list, and its schema describes one object",
        "declare `list[…]`, or return one",
    ),
    Known(
        "one for a list",
        "ResponseValidationError",
        "The answer's schema is a list, and it was a {kind}",
        "return a list, as `.all()` gives one, or declare the schema of one object",
    ),
    Known(
        "from_orm",
        "PydanticUserError",
        "`from_orm()` is Pydantic 1's, and needs a schema that reads attributes",
        "`model_validate(…)`, and `model_config = ConfigDict(from_attributes=True)` in the schema",
    ),
    Known(
        "state of the request",
        "AttributeError",
        "`{whose}` is what this request keeps; what the lifespan has made is kept by the application",
        "`request.app.state.{name}`",
    ),
    Known(
        "state without",
        "AttributeError",
        "Nobody has put a `{name}` into `{whose}`, which holds: {there}",
        "write the same name where the lifespan sets it and here; a lifespan that does not run sets nothing",
    ),
    Known(
        "schema without",
        "AttributeError",
        "`{whose}` is a schema's, which has no `{name}`",
        "it has {fields}",
    ),
    Known(
        "schema by name",
        "TypeError",
        "`{whose}` is an object of a schema, and no dict",
        "`{whose}.{key}`",
    ),
    Known(
        "object for keywords",
        "TypeError",
        "`**` wants a dict, and `{given}` is an object of the database",
        "`{made}.model_validate({given})`, with `from_attributes=True` in the schema",
    ),
    Known(
        "schema for keywords",
        "TypeError",
        "`**` wants a dict, and `{given}` is an object of a schema",
        "`{made}(**{given}.model_dump())`",
    ),
    Known(
        "schema by position",
        "TypeError",
        "A schema takes its values by name only",
        "`{made}.model_validate({given})` makes one of an object or a dict, with `from_attributes=True` for an object",
    ),
    Known(
        "field of another type",
        "ResponseValidationError, ValidationError",
        "The field `{field}` was given {value}: {said}",
        "declare the field as what is really there, or convert the value before",
    ),
    Known(
        "lifespan called",
        "TypeError",
        "`{call}` calls the lifespan, and FastAPI wants the function itself, to call it with the application",
        "leave its `()` out, `lifespan={function}`",
    ),
    Known(
        "lifespan without app",
        "TypeError",
        "FastAPI calls the lifespan with the application, and it takes another number of values",
        "`async def lifespan(app: FastAPI)`, under `@asynccontextmanager`",
    ),
    Known(
        "alias as a default",
        "TypeError",
        "`{whose}` is the alias itself: it was written as the parameter's default, behind `=`",
        "write it as the type, `{whose}: RequestSession`",
    ),
    Known(
        "dependency by hand",
        "TypeError",
        "`{function}` was called by hand, and what it takes is FastAPI's to give",
        "let FastAPI call it: a parameter `session: Annotated[AsyncSession, Depends({function})]`",
    ),
    Known(
        "annotated swapped",
        "AttributeError",
        "In `Annotated[…]` the type comes first, and `Depends(…)` behind it",
        "`session: Annotated[AsyncSession, Depends(get_session)]`",
    ),
    Known(
        "status second",
        "ValueError, TypeError",
        "`HTTPException` takes the status first, and the text behind it, in `{call}`",
        "`{better}`",
    ),
    Known(
        "status beside the answer",
        "ResponseValidationError",
        "{returned} is Flask's way to give a status: FastAPI takes the whole tuple for the answer",
        "`raise HTTPException({status}, …)`, or `status_code={status}` in the decorator for what is always so",
    ),
    Known(
        "value for a schema",
        "ValidationError",
        "The schema was given a {kind}, and reads dicts, and objects where `from_attributes=True` says so",
        "hand over such a one",
    ),
    Known(
        "schema added",
        "UnmappedInstanceError",
        "A {kind} is a schema of Pydantic's, and a session keeps objects of the database",
        "make one of it, `Model(**….model_dump())`",
    ),
    Known(
        "schema for a model",
        "TypeError",
        "{model}(…) takes its values by name, and `{given}` is a schema",
        "`{model}(**{given}.model_dump())`",
    ),
]
