"""Pictures of a trace: who held which connection, what happened in which order, and how long each statement took."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from matplotlib.axes import Axes

from workbook.canvas import BLUE, GREEN, GREY, INK, ORANGE, RED, Picture, bar, paper, spare
from workbook.events import Event, Trace
from workbook.turns import last_moment, pairs, waits

POOL = ("connect", "checkout", "checkin", "close")
QUIET = (*POOL, "session")  # what a timeline shows only when it is asked to
ENDS = {"commit": GREEN, "rollback": RED}
MOST_STEPS = 24
MOST_ROWS = 60


def pool_timeline(trace: Trace, title: str = "The pool's connections") -> Picture:
    """One row a connection, idle or in use, and one row for each task that had to wait, in milliseconds.

    A task is told apart by `workbook.cause.cause`, which it sets to its name; every task is taken to ask for its
    connection when the recording begins, so start them all at once.  A connection still out at the end is marked.
    """
    events = trace.of(*POOL)
    kept = len(trace.of("checkout")) - len(trace.of("checkin"))
    end = last_moment(trace) * (1.16 if kept > 0 else 1.02)  # room for a bar that never ended, and its label
    connections = sorted({event.connection for event in events if event.connection})
    waited = waits(events)[:MOST_ROWS]
    rows = [f"connection {number}" for number in connections] + [f"{name} waits" for name, _ in waited]
    figure, [axes] = paper(8, 0.9 + 0.36 * max(1, len(rows)), title)
    for row, number in enumerate(connections):
        own = [event for event in events if event.connection == number]
        born = next((event.at for event in own if event.kind == "connect"), 0.0)
        died = next((event.at for event in own if event.kind == "close"), end)
        bar(axes, row, born, died, GREY, height=0.12)
        for out, back in pairs(own):
            until, colour = (back.at, BLUE) if back else (end, RED)
            bar(axes, row, out.at, until, colour, out.cause or out.where if back else "not given back")
    for row, (_, at) in enumerate(waited, len(connections)):
        bar(axes, row, 0, at, ORANGE, f"{at * 1000:.0f} ms", height=0.3, text_colour=INK)
    spare(axes, rows, "milliseconds")
    axes.set_xlim(0, end * 1000)
    # no names: who came first is another one in each run, and nbval compares the words
    return Picture.of(figure, f"{title}: thick while in use, thin while idle")


def timeline(
    trace: Trace,
    lanes: Sequence[str] = (),
    *,
    by: str = "connection",
    notes: dict[int, str] | None = None,
    pool: bool = False,
    title: str = "What happened, in order",
) -> Picture:
    """The events from left to right in the order they happened, one lane for each connection or (`by="cause"`) cause.

    A bar is a transaction: green to its COMMIT, red and hatched to its ROLLBACK, grey when it was left open.  `lanes`
    names the lanes in order of appearance; `notes` is written under statements, numbered from 1 as `listing()` does;
    `pool=True` shows sessions begun, connections taken and given back too.  Distances say nothing about durations.
    """
    shown = [event for event in trace if pool or event.kind not in QUIET]
    steps = shown[:MOST_STEPS]
    keys = list(dict.fromkeys(getattr(event, by) for event in steps))
    names = [*lanes, *(str(key) if by == "cause" else f"connection {key}" for key in keys[len(lanes) :])]
    longest = max((len(line) for event in steps for line in wording(event).split("\n")), default=0)
    step = max(0.78, 0.07 * longest)  # inches: so that no word touches the next
    figure, [axes] = paper(max(5.0, min(12.0, 1.2 + step * len(steps))), 0.7 + 1.05 * max(1, len(keys)), title)
    told, numbers = [], itertools.count(1)
    for row, key in enumerate(keys):
        axes.axhline(row, color=GREY, linewidth=0.8, zorder=0)
        begun = None
        for x, event in enumerate(steps):
            if getattr(event, by) != key:
                continue
            begun = x if event.kind == "begin" and begun is None else begun
            if event.kind in ENDS and begun is not None:
                span(axes, row, begun, x, ENDS[event.kind], "" if event.kind == "commit" else "///")
                begun = None
        if begun is not None:
            span(axes, row, begun, len(steps) - 0.6, GREY, "...")
    for x, event in enumerate(steps):
        row, words = keys.index(getattr(event, by)), wording(event)
        note = (notes or {}).get(next(numbers), "") if event.kind == "statement" else ""
        axes.plot(x, row, "o" if event.kind == "statement" else "|", color=RED if event.failed else INK, markersize=6)
        axes.annotate(words, (x, row), (0, 9), textcoords="offset points", ha="center", va="bottom", fontsize=8)
        axes.annotate(
            note, (x, row), (0, -9), textcoords="offset points", ha="center", va="top", fontsize=8, color=BLUE
        )
        told.append(f"{names[row]}: {' '.join(words.split())}{' - ' + note if note else ''}")
    spare(axes, names, "")
    axes.set_ylim(len(keys) - 0.4, -0.75)
    axes.set_xlim(-0.7, max(1, len(steps)) - 0.3)
    axes.set_xticks([])
    axes.set_xlabel(
        "time →" + (f" … and {len(shown) - len(steps)} more" if len(shown) > len(steps) else ""), fontsize=8
    )
    return Picture.of(figure, "\n".join([title, *told]))


def waterfall(traces: dict[str, Trace], title: str = "Statement after statement") -> Picture:
    """The statements of each trace below one another, as long as they took, on one time axis for all."""
    figure, panels = paper(8, 3.4, title, columns=len(traces))
    rows = max(10, *(min(MOST_ROWS, len(it.statements())) for it in traces.values()))
    thinnest = max(last_moment(it) for it in traces.values()) / 150  # what is thinner cannot be seen
    for axes, (name, trace) in zip(panels, traces.items(), strict=True):
        sent = trace.statements()
        start = sent[0].at if sent else 0.0
        for row, event in enumerate(sent[:MOST_ROWS]):
            end = event.at - start + max(event.seconds, thinnest)
            bar(axes, row, event.at - start, end, BLUE if row else ORANGE, height=0.8)
            if row in (0, 1 + rows // 30):  # so far apart that the words do not touch
                axes.text(end * 1000, row, "  " + " ".join(wording(event).split()), va="center", fontsize=8, color=INK)
        took = (sent[-1].at + sent[-1].seconds - start) * 1000 if sent else 0
        axes.set_title(f"{name}: {len(sent) + trace.dropped} statements, {took:.1f} ms", fontsize=9, loc="left")
        spare(axes, [], "milliseconds")
        axes.set_ylim(rows - 0.3, -0.7)
    widest = max(axes.get_xlim()[1] for axes in panels)
    for axes in panels:
        axes.set_xlim(0, widest)
    return Picture.of(figure, "\n".join([title, *(f"{name}: {len(it.statements())}" for name, it in traces.items())]))


def wording(event: Event) -> str:
    """What to write at the event: "UPDATE / books", "COMMIT", "request"."""
    if event.kind == "response":
        return f"response\n{event.line}".strip()
    if event.kind != "statement":
        return (
            event.kind.upper() if event.kind in (*ENDS, "begin", "savepoint", "rollback to", "release") else event.kind
        )
    table = re.search(r"\b(?:FROM|INTO|UPDATE|TABLE)\s+\"?(\w+)", event.sql, re.IGNORECASE)
    verb = event.sql.split(maxsplit=1)[0].upper() if event.sql.strip() else "?"
    return verb + (f"\n{table[1]}" if table else "") + ("\n(failed)" if event.failed else "")


def span(axes: Axes, row: int, start: float, end: float, colour: str, hatch: str) -> None:
    """The bar of a transaction, from step to step."""
    axes.barh(
        row, end - start, left=start, height=0.2, color=colour, alpha=0.55, hatch=hatch, edgecolor="white", zorder=1
    )
