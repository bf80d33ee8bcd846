"""Statements: expressions, types and values: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

STATEMENTS = [
    Known(
        "default by or",
        "TypeError",
        "`{written}` asks in Python whether its left side is true, and an SQL expression cannot say before it runs",
        "let the database put {right} for NULL, `func.coalesce({left}, {right})`",
    ),
    Known(
        "boolean",
        "TypeError",
        "Python's `{word}` asks its left side whether it is true, and an SQL expression cannot say before it runs",
        "write `{word}_(…, …)`, or `(…) {sign} (…)` with brackets around each side",
    ),
    Known(
        "not",
        "TypeError",
        "Python's `not` asks whether an SQL expression is true, and it cannot say before it runs",
        "write `~({operand})` or `not_({operand})`",
    ),
    Known(
        "in",
        "TypeError",
        "Python's `in` compares here and now, and a column has its values only in the database",
        "write `{left}.{word}({right})`",
    ),
    Known(
        "chained",
        "TypeError",
        "`{compared}` hides an `and` of Python, and an SQL expression cannot say whether it is true",
        "compare `{middle}` with each side apart, as two conditions of `where()`, or use `.between(…)`",
    ),
    Known(
        "truth",
        "TypeError",
        "`{expression}` was asked whether it is true, and an SQL expression cannot say before it runs",
        "put the condition into the query with `where()`; whether something was given is asked by "
        "`{expression} is not None`",
    ),
    Known(
        "python function",
        "TypeError",
        "Python's `{function}()` works on a value, and `{argument}` is a column, which has its values only in the "
        "database",
        "use the database's function, `func.…({argument})`, or `cast({argument}, …)` to change its type",
    ),
    Known(
        "quoted parameter",
        "DBAPIError",
        "A parameter stands inside quotes in the SQL, where it is text and no parameter",
        "leave the quotes out, `title = :title`; for a pattern put the `%` into the value",
    ),
    Known(
        "no operator",
        "ProgrammingError, 42883",
        "PostgreSQL has no such operator or function for these types; it does not turn a number into text, nor text "
        "into a number, by itself as SQLite does",
        "compare values of the column's own type, or use `cast(…)`",
    ),
    Known(
        "naive time",
        "DBAPIError",
        "A time without a zone was given, and the column keeps times with one",
        "make aware ones, `datetime.now(UTC)`",
    ),
    Known(
        "aware time",
        "DBAPIError",
        "A time with a zone was given, and the column keeps times without one",
        "declare the column as `DateTime(timezone=True)`",
    ),
    Known(
        "type",
        "DBAPIError",
        "`{value}` is a value of type {kind}, and the column, or the place where it stands, is of another; PostgreSQL "
        "wants the very type, where SQLite takes what it gets",
        "convert it first, as with `str(…)` or `int(…)`",
    ),
    Known(
        "statement counted",
        "AttributeError",
        "`{whose}` only describes a statement, and older versions had a `count()`",
        "let the database count, `await session.scalar(select(func.count()).select_from(Book))`",
    ),
    Known(
        "statement get",
        "AttributeError",
        "`{whose}` only describes a statement, and looking up by key is the session's",
        "`await session.get(Book, key)`",
    ),
    Known(
        "values by keyword",
        "TypeError",
        "`{name}` was given as an argument of the call, and values of a statement go together, in one dict",
        "`session.execute(text(…), {{'{name}': …}})`",
    ),
    Known(
        "values by position",
        "ArgumentError",
        "The values were given by position, and SQLAlchemy has a name for each",
        "write `:isbn` in the text where the value goes, and give `{{'isbn': …}}`",
    ),
    Known(
        "value without a name",
        "ArgumentError",
        "`{given}` is a value alone, as drivers such as asyncpg take them, and SQLAlchemy has a name for each",
        "write `:{name}` in the text{mark}, and give `{{'{name}': {given}}}` beside it",
    ),
    Known(
        "several in one",
        "ArgumentError",
        "`{call}()` takes each as an argument of its own, and `{given}` is a {kind} of them",
        "put a star before it, `{call}(*{given})`",
    ),
    Known(
        "option without a list",
        "TypeError",
        "`options=` of `{call}()` wants a list, and was given one option alone",
        "put it in brackets, `options=[{given}]`",
    ),
    Known(
        "streamed at once",
        "AsyncMethodRequired",
        "`{option}` leaves the rows with the server until they are asked for, and what `{call}()` gives cannot wait "
        "for them later",
        "`async for … in {better}`; or leave `{option}` out where all rows may come at once",
    ),
    Known(
        "value missing",
        "StatementError",
        "The statement has a `:{name}`, and no value was given for it",
        "give it beside the statement, `{{'{name}': …}}`; a colon that is meant as one is written `\\:`",
    ),
    Known(
        "values name",
        "CompileError",
        "`values(…)` names `{name}`, and the table has no such column",
        "check the spelling against the class",
    ),
    Known(
        "filter name",
        "InvalidRequestError",
        "`filter_by(…)` looks for `{name}` in the class that is selected, and it is not there",
        "check the spelling, or name the class that has it, `where(Book.title == …)`",
    ),
    Known(
        "where keywords",
        "TypeError",
        "`where()` takes conditions, and `{name}={value}` is an argument's name with a value",
        "write a comparison, `where(Book.{name} == {value})`, or use `filter_by({name}={value})`",
    ),
    Known(
        "string selected",
        "ArgumentError",
        "`{call}` names a column by a string",
        "`select(Book.title)`; a whole statement as text is `text(…)`",
    ),
    Known(
        "bare column",
        "NameError",
        "`{name}` alone is no name here, only an attribute of a class",
        "`{column}`",
    ),
    Known(
        "not imported",
        "NameError",
        "`{name}` was never imported",
        "`from {place} import {name}`, at the head of the file",
    ),
    Known(
        "column method",
        "AttributeError",
        "`{whose}` is a column, which has its values only in the database, and no `{name}` of Python's",
        "use the database's function, as in `func.lower({whose})`, or what columns have, `like()`, `in_()`, `desc()`",
    ),
    Known(
        "column called",
        "TypeError",
        "`{column}` is a column, and no function",
        "leave its `()` out",
    ),
    Known(
        "column looped",
        "NotImplementedError",
        "`{column}` is a column, which has its values only in the database, so there is nothing to go over",
        "go over the rows of a query, `for each in await session.scalars(select({column}))`",
    ),
    Known(
        "in_",
        "ArgumentError",
        "`in_()` wants a list of values, or a query, in `{call}`",
        "put the values in brackets, `in_([…])`; one value is compared by `==`",
    ),
    Known(
        "limit",
        "ValueError",
        "A whole number is wanted in `{call}`",
        "convert it before, `int(…)`, and say what happens when it is none",
    ),
    Known(
        "join",
        "InvalidRequestError",
        "No foreign key leads from what is selected to what is joined in `{call}`",
        "go by the tables between them, one `join()` for each relationship, or give the condition as second argument",
    ),
    Known(
        "object as a value",
        "ArgumentError",
        "A {model} stands where a value is wanted",
        "compare its key with the column, `Order.user_id == user.id`, or the object with the relationship, "
        "`Order.user == user`",
    ),
    Known(
        "list as a value",
        "DBAPIError",
        "`{value}` holds several values, and is compared with, or stored in, one column",
        "for one of several use `.in_(…)`; else give one value",
    ),
    Known(
        "relationship as a value",
        "StatementError, IntegrityError, ProgrammingError",
        "`{name}` is a relationship of {model}, and the values of an INSERT or UPDATE are those of columns alone",
        "{better} an object, `{model}({name}=…)`, which takes both, and give it to `session.add(…)`",
    ),
    Known(
        "value of another kind",
        "StatementError",
        "The column is of type `{column}`, and {value}, a value of type {kind}, is not what that takes",
        "convert it first, as with `UUID(…)` or `int(…)`, or declare so the parameter that it came by",
    ),
    Known(
        "time as text",
        "StatementError",
        "The column holds a date or a time, and was given something else",
        "give it a `datetime`, as from `datetime.fromisoformat(…)`",
    ),
    Known(
        "function of other types",
        "ProgrammingError, 42883",
        "PostgreSQL has this function for other types, and none as `{function}`",
        "{better}",
    ),
    Known(
        "no function",
        "OperationalError, ProgrammingError",
        "{database} has no function `{function}` for these arguments{better:; here it is called }",
        "check its spelling; some are there in one database alone, and then each gets SQL of its own, by "
        "`….dialect.name`",
    ),
    Known(
        "function of Python",
        "TypeError, NotImplementedError",
        "Python's `{function}()` works on a value, and `{argument}` is reckoned from a column, which has its values "
        "only in the database",
        "let the database do it, `{instead}`",
    ),
    Known(
        "brackets",
        "TypeError",
        "`{sign}` binds more tightly than a comparison, so Python reads `{bound}` first",
        "put brackets around each comparison, `(…) {sign} (…)`, or give them to `where()` one after the other",
    ),
    Known(
        "autoescape",
        "TypeError",
        "`{call}()` takes its pattern as it is, and has no `autoescape`",
        "use `.contains(text, autoescape=True)`, which puts the `%` there by itself",
    ),
    Known(
        "filter by position",
        "TypeError",
        "`filter_by()` takes names with values, and `{condition}` is a condition",
        "give that to `where({condition})`",
    ),
    Known(
        "old statement",
        "TypeError",
        "`{verb}()` takes the table alone; condition and values inside its brackets are how it was written before 1.4",
        "`{verb}({model}).where(…)`, and `.values(…)` where values belong to it",
    ),
    Known(
        "uncalled operand",
        "TypeError",
        "`{whose}` is a method that was not called",
        "`{whose}()`",
    ),
    Known(
        "option of another",
        "ArgumentError",
        "`{before}` leads to {there}, and `{option}` is no attribute of {there}",
        "go on with one of {there}'s, or give the option a place of its own in `.options(…, …)`",
    ),
    Known(
        "case list",
        "ArgumentError",
        "`case([…])` with a list is how it was written before 1.4",
        "leave the brackets out: `case({inner}, else_=…)`",
    ),
    Known(
        "path",
        "AttributeError",
        "`{whose}` is a relationship, and there is no going on from it to `{name}` with a dot",
        "name the class that it leads to, {there}: `selectinload({whose}).selectinload({there}.…)` to load, "
        "`.join({whose})` and then `{there}.…` in a query",
    ),
    Known(
        "value of no name",
        "AttributeError",
        "`values({given})` does not say which column is to get it",
        "name the column, `values(price=…)`",
    ),
    Known(
        "schema selected",
        "ArgumentError",
        "{model} is a schema of Pydantic's, and the database knows nothing of it",
        "select the class of the table, and make the schema of what comes back, `model_validate(…)`",
    ),
    Known(
        "statement executed",
        "AttributeError",
        "`{whose}` only describes a statement, and does not send itself",
        "`await session.execute({whose})`",
    ),
    Known(
        "select changed",
        "AttributeError",
        "`{whose}` selects, and a `{name}` is a statement of its own",
        "`await session.execute({name}(Model).where(…))`",
    ),
]
