"""What is called too early, too late or not at all, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

CALLS = [
    Known(
        "coroutine that nobody runs",
        "",
        "`{call}` only makes a coroutine, and nothing runs that",
        "`{better}`",
    ),
    Known(
        "last round",
        "",
        "{function} looks at `{name}` when it runs, and by then the loop has gone on, to its last round perhaps",
        "hand it over as an argument of its own, `{function}({name})`",
    ),
    Known(
        "gives up silently",
        "",
        "After the last round of `{loop}` the function ends as if it had succeeded",
        "keep the error and `raise` it when the tries are used up",
    ),
]
