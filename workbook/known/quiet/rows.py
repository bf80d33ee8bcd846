"""Which rows a statement means, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

ROWS = [
    Known(
        "decided by Python",
        "",
        "`{written}` is decided by Python on the spot, and never reaches the database, for `{word}` cannot become SQL",
        "write `{better}`",
    ),
    Known(
        "no column compared",
        "",
        "`{written}` compares what Python has, and no column with it, so it is the same for every row",
        "`{better}`",
    ),
    Known(
        "expression as text",
        "",
        "`{written}` in quotes is a text for the column `{column}`, which nobody reckons out",
        "without the quotes, `{better}`",
    ),
    Known(
        "fraction for a whole number",
        "",
        "`/` keeps the fraction, as Python's does, and `{column}` is a whole number, for which it is rounded, or on "
        "SQLite kept as it is",
        "`//` drops it, `{better}`",
    ),
    Known(
        "excluded alone",
        "",
        "`{written}` is of the row that could not be inserted, and takes the place of the `{column}` that is there",
        "`{better}`",
    ),
    Known(
        "end of a slice",
        "",
        "The second number of `{written}` is where to stop, and not how many",
        "`{better}`",
    ),
    Known(
        "unused statement",
        "",
        "`{call}` changes nothing: `{method}()` gives back a new statement, and leaves `{name}` as it was",
        "`{name} = {call}`",
    ),
    Known(
        "value taken apart",
        "",
        "`scalars()` has taken each value out of its row, so `{written}` is a part of that value, of a text one letter",
        "`{name}` alone, or the rows of `execute(…)`",
    ),
    Known(
        "columns left out",
        "",
        "`{call}()` gives the first column alone, here `{first}`, and `{selected}` selects more",
        "take the rows of `await session.execute(…)`, or select the one that is wanted",
    ),
    Known(
        "not grouped",
        "",
        "`{selected}` has `{reckoned}`, which is reckoned over all rows, beside `{columns}`, which is of one row, and "
        "SQLite takes any one of them then, where PostgreSQL refuses",
        "`.group_by({columns})`",
    ),
    Known(
        "taken again",
        "",
        "`{name}` is the result of `{call}`, which gives its rows once, and after that there are none, as at `{again}`",
        "keep the list, `{name} = (await {call}).all()`",
    ),
    Known(
        "nothing joined",
        "",
        "`{option}` fills in what a join brings, and makes none, so every row meets every other",
        "`.join({relationship})` too, or load with `selectinload()` or `joinedload()`, which need none",
    ),
    Known(
        "id before the flush",
        "",
        "The database gives `{whose}` its `{key}` when the INSERT is sent, and nothing has sent it here: it is None",
        "`session.add({whose})` and `await session.flush()` before `{whose}.{key}` is read",
    ),
    Known(
        "wildcards",
        "",
        "In `{call}` each `%` and `_` of what is looked for stands for any other text, and a backslash for nothing on "
        "PostgreSQL",
        "`{better}`",
    ),
    Known(
        "sum of nothing",
        "",
        "`{call}` over no rows is NULL, and comes as None",
        "`func.coalesce({call}, 0)`",
    ),
    Known(
        "inner join",
        "",
        "`.join({join})` leaves out each {model} that has no {name}, and gives one with several as often",
        "`.outerjoin({join})` keeps them, if those are meant too; to load {name} use "
        "`.options(selectinload({model}.{name}))`, without a join",
    ),
    Known(
        "limit of joined rows",
        "",
        "After `.join({join})` each row is one of the {name}, so `limit()` counts these, and a {model} without "
        "any is left out",
        "select without the join, and load by `.options(selectinload({model}.{name}))`",
    ),
    Known(
        "statement not sent",
        "",
        "`{call}` is only made, and never sent",
        "`await session.execute({call})`",
    ),
    Known(
        "limit without order",
        "",
        "`{call}` takes any rows, for without an order the database gives them as it likes",
        "`.order_by(…)` before it",
    ),
    Known(
        "first page left out",
        "",
        "`{written}` skips a whole page already for page 1",
        "`{better}`, where pages begin with 1",
    ),
    Known(
        "cents by a float",
        "",
        "`{written}` reckons with `{inexact}`, a float, which is not exact: 850 * 1.15 is 977.4999999999999",
        "whole numbers all the way, as in `(… * (100 + percent) + 50) // 100`",
    ),
    Known(
        "value in the SQL",
        "",
        "`{value}` is written into the SQL itself, where a quote in it ends the text, and anybody can go on in SQL",
        "`:name` in its place, and `{{'name': {value}}}` beside the statement",
    ),
    Known(
        "zero for none",
        "",
        "`{asked}` takes 0 for nothing, and `{name}` is a number, which can be 0",
        "ask `{name} is None`",
    ),
    Known(
        "expires",
        "",
        "Sessions of `{call}` forget at each commit what they have loaded, and reading it later needs a query "
        "that nobody awaits",
        "`{better}`",
    ),
    Known(
        "rowcount of a SELECT",
        "",
        "`{whose}.rowcount` is how many rows an UPDATE or DELETE has met; for a SELECT it says nothing",
        "`await ….scalar(select(func.count()).select_from(…))`, or `.scalar_one()` of a result that has the number",
    ),
    Known(
        "rows of IN",
        "",
        "`{written}` gives the rows in any order, each once, and none for what is not there",
        "put them into a dict by their key, `found`, and return `[found.get(key) for key in {keys}]`",
    ),
]
