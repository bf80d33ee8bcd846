"""What Python refuses before any library is asked: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

PYTHON = [
    Known(
        "debugger",
        "BdbQuit",
        "The debugger waits for somebody who types, and behind the wall there is nobody",
        "in a terminal, `pytest checker -k … --in-process --pdb` runs your code where `breakpoint()` and `--pdb` work",
    ),
    Known(
        "argument missing",
        "TypeError",
        "`{call}` lacks {names}{takes:, and takes }",
        "give a value for it",
    ),
    Known(
        "argument of no name",
        "TypeError",
        "`{call}` gives `{name}`, and no argument has that name{takes:; it takes }",
        "check the spelling, or leave it out",
    ),
    Known(
        "arguments too many",
        "TypeError",
        "`{call}` gives more values than it takes{takes:, which are }",
        "leave out what is too many; some arguments are given only by name",
    ),
    Known(
        "argument missing elsewhere",
        "TypeError",
        "`{call}` gives too few values: `{function}` needs one more, which its documentation calls {names}",
        "give it that too",
    ),
    Known(
        "argument of before",
        "TypeError",
        "`{function}` takes no `{name}`, or did so in older versions only",
        "`{better}`",
    ),
    Known(
        "keyword of a method",
        "TypeError",
        "`{function}()` takes no `{name}` of its own: there is a method for it",
        "`{better}`",
    ),
    Known(
        "argument of no name elsewhere",
        "TypeError",
        "`{function}` takes no argument that is called `{name}`",
        "check the spelling{near:; it has }, or leave it out of `{call}`",
    ),
    Known(
        "leaving a block",
        "TypeError",
        "A block calls `{method}` with three values, the exception's class, itself and its traceback, also when there "
        "is none",
        "`{plain}(self, *error)`",
    ),
    Known(
        "constraint of PostgreSQL",
        "TypeError",
        "`constraint=` is PostgreSQL's alone, and names a constraint, not a column",
        "give the columns, `index_elements=[…]`, which SQLite knows too",
    ),
    Known(
        "percent in a configuration",
        "ValueError",
        "In `{call}` a value goes through `configparser`, which takes a `%`, as in an encoded password, for the "
        "beginning of a name",
        'double it, `url.replace("%", "%%")`, or give the URL to `create_async_engine(…)` itself',
    ),
    Known(
        "self missing",
        "TypeError",
        "A method gets its object first, and `def {method}` has no parameter for it",
        "put `self` first",
    ),
    Known(
        "key as text",
        "TypeError",
        "`key=` of `{call}()` wants a function, and was given a text",
        "`key=lambda each: each.{key}`, or let the database sort, `order_by(…)`",
    ),
    Known(
        "list by name",
        "TypeError",
        "`{whose}` is a list, and `{key}` belongs to each {kind} in it",
        "go over the list, `for each in {whose}`",
    ),
    Known(
        "none in an expression",
        "TypeError",
        "`{whose}` is None: a query that finds no row gives None, a sum over no rows too, and a function without "
        "`return`",
        "say what happens then (`if … is None`), or give another value, `func.coalesce(…, 0)` in a query",
    ),
    Known(
        "rows as objects",
        "TypeError",
        "`{given}` holds objects, and an `insert()` or `update()` takes a dict for each row",
        "`session.add_all({given})` stores objects; or make dicts, with the columns' names as keys",
    ),
    Known(
        "rows as tuples",
        "ValueError, TypeError",
        "`{given}` holds tuples, and an `insert()` or `update()` takes a dict for each row",
        "give each value its column's name, `{{'isbn': …, 'title': …}}`",
    ),
    Known(
        "arguments too many elsewhere",
        "TypeError",
        "`{call}` gives more values by position than `{function}` takes",
        "leave out what is too many, give several in one list where a list is wanted, or give by name what has a name",
    ),
    Known(
        "operands",
        "TypeError",
        "Python knows no `{sign}` between {left} and {right}",
        "look at both sides for the one that is not what it should be, and convert it, as with `int(…)` or `str(…)`",
    ),
]
