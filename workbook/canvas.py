"""What all pictures of the workbook share: paper, ink, colours that everybody can tell apart, and bars."""

from __future__ import annotations

import base64
import io
import logging
from dataclasses import dataclass
from html import escape

from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's colours for all kinds of eyes
BLUE, GREEN, ORANGE, RED, GREY = "#0072B2", "#009E73", "#E69F00", "#C44E00", "#9a9a9a"
INK, PAPER = "#222222", "#fbfbf8"
DOTS_PER_INCH = 100
# On a dark page a picture is turned into its negative, with the hues put back: blue stays blue, paper becomes black.
STYLE = """<style>
[data-jp-theme-light="false"] .workbook-picture { filter: invert(1) hue-rotate(180deg) }
</style>"""

# its notice about the font cache would be stored in the first notebook that draws
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Picture:
    """A PNG and the same in words, which a screen reader says; a notebook shows it when a cell ends with it."""

    png: bytes
    words: str

    @classmethod
    def of(cls, figure: Figure, words: str) -> Picture:
        """The figure as it looks now."""
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, facecolor=PAPER, metadata={"Software": None})
        return cls(file.getvalue(), words)

    def _repr_html_(self) -> str:
        # not _repr_png_: JupyterLab gives a picture of that kind no `alt`
        alt = escape("; ".join(self.words.splitlines()))
        data = base64.b64encode(self.png).decode()
        return f'<img class="workbook-picture" alt="{alt}" src="data:image/png;base64,{data}">{STYLE}'

    def __repr__(self) -> str:
        return self.words


def paper(width: float, height: float, title: str, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """An empty figure, inches wide and high, and its axes from left to right."""
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, fontweight="bold", color=INK)
    return figure, list(figure.subplots(1, columns, squeeze=False)[0])


def spare(axes: Axes, rows: list[str], xlabel: str) -> None:
    """Take away every line that says nothing, and name the rows from top to bottom."""
    axes.set_facecolor(PAPER)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(length=0, labelsize=8, colors=INK)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(xlabel, fontsize=8, color=INK, loc="left")


def bar(axes: Axes, row: float, start: float, end: float, colour: str, text: str = "", height=0.6, text_colour="white"):
    """A horizontal bar from `start` to `end` (seconds, drawn as milliseconds), with a text at its beginning."""
    axes.barh(row, (end - start) * 1000, left=start * 1000, height=height, color=colour, edgecolor=PAPER, zorder=2)
    axes.text(start * 1000, row, f" {text}", va="center", fontsize=8, color=text_colour, clip_on=True, zorder=3)


def bars(panels: dict[str, dict[str, float]], title: str) -> Picture:
    """Bars with their numbers, a panel for each measure: `bars({"rows per second": {"one by one": 900}}, "…")`.

    The rows are those of the first panel, from top to bottom; a measure that is missing in a panel is left out.
    """
    rows = list(next(iter(panels.values())))
    figure, columns = paper(8, 0.8 + 0.36 * len(rows), title, columns=len(panels))
    for column, (axes, (measure, values)) in enumerate(zip(columns, panels.items(), strict=True)):
        shown = [values.get(row, 0.0) for row in rows]
        drawn = axes.barh(range(len(rows)), shown, height=0.6, color=[BLUE, ORANGE][column % 2])
        numbers = [
            format(values[row], ",.0f" if values[row] >= 10 else ".2g") if row in values else "-" for row in rows
        ]
        axes.bar_label(drawn, labels=numbers, padding=3, fontsize=8, color=INK)
        spare(axes, rows if column == 0 else [""] * len(rows), "")
        axes.set_title(measure, fontsize=9, loc="left", color=INK)
        axes.set_xlim(0, max([*shown, 0.001]) * 1.25)
        axes.set_xticks([])
    return Picture.of(figure, f"{title}: {', '.join(rows)}")
