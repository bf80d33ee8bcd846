"""Pictures of load: figures with their spread, and how many connections were in use."""

from __future__ import annotations

import statistics

from workbook.canvas import BLUE, GREY, INK, ORANGE, Picture, paper, spare
from workbook.events import Trace
from workbook.turns import pairs

Values = dict[str, list[float]]
"""A figure for each round, by the name of the way."""
Samples = list[tuple[float, float]]


def spread(measured: tuple[Values, Values], title: str, expected: dict[str, float] | None = None) -> Picture:
    """What `in_turns` gives, a panel for each measure: a dot for each round, a stroke at their median and its number.

    `expected` is what arithmetic says of the requests a second.
    """
    panels = dict(zip(("requests a second", "p95 in ms"), measured, strict=True))
    rows = list(measured[0])
    figure, columns = paper(8, 0.9 + 0.36 * len(rows), title, columns=len(panels))
    for column, (axes, (measure, values)) in enumerate(zip(columns, panels.items(), strict=True)):
        furthest = 0.0
        for row, name in enumerate(rows):
            found = values[name]
            middle = statistics.median(found)
            axes.plot(found, [row] * len(found), "o", color=BLUE, alpha=0.45, markersize=5, markeredgewidth=0, zorder=2)
            axes.plot([middle, middle], [row - 0.3, row + 0.3], color=INK, linewidth=2, zorder=3)
            number = format(middle, ",.0f" if middle >= 10 else ".2g")
            end = max(found)
            if expected and column == 0:
                axes.plot(expected[name], row, "D", color=ORANGE, markersize=7, markerfacecolor="none", zorder=4)
                end = max(end, expected[name])
            axes.annotate(number, (end, row), (8, 0), textcoords="offset points", va="center", fontsize=8)
            furthest = max(furthest, end)
        spare(axes, rows if column == 0 else [""] * len(rows), "")
        axes.set_title(measure, fontsize=9, loc="left", color=INK)
        axes.set_xlim(0, furthest * 1.25 or 1)
        axes.grid(axis="y", color=GREY, linewidth=0.4)
    return Picture.of(figure, f"{title}: {', '.join(rows)}")


def in_use(samples: Samples, title: str = "Connections in use") -> Picture:
    """How many were out, moment by moment, and on average; each sample is from when until when, in seconds."""
    moments = sorted([(taken, 1) for taken, _ in samples] + [(back, -1) for _, back in samples])
    times, numbers, out = [moments[0][0] * 1000], [0], 0
    for at, change in moments:
        times += [at * 1000, at * 1000]
        numbers += [out, out + change]
        out += change
    average = sum(back - taken for taken, back in samples) / (moments[-1][0] - moments[0][0])
    figure, [axes] = paper(8, 2.2, title)
    axes.fill_between(times, numbers, color=BLUE, alpha=0.6, linewidth=0)
    axes.axhline(average, color=ORANGE, linewidth=1.5)
    axes.annotate(
        f"{average:.1f} on average", (times[-1], average), (-4, 4), textcoords="offset points", fontsize=8, ha="right"
    )
    spare(axes, [], "milliseconds")
    axes.set_ylim(0, max(numbers) + 1)
    marks = range(0, max(numbers) + 1, 1 + max(numbers) // 8)
    axes.set_yticks(marks, [str(mark) for mark in marks])
    return Picture.of(figure, f"{title}: a step up for each that is taken, a step down for each that is given back")


def uses(trace: Trace) -> Samples:
    """From when until when each connection of a recording was out: what `size_from` takes."""
    numbers = sorted({event.connection for event in trace.of("checkout")})
    of_each = [pairs([event for event in trace if event.connection == number]) for number in numbers]
    return [(out.at, back.at) for found in of_each for out, back in found if back is not None]
