"""A picture of layers: who calls whom, what each knows, and what it must not know."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch

from workbook.canvas import BLUE, GREY, INK, ORANGE, Picture, paper


def layers(rows: dict[str, str], commits: str, title: str) -> Picture:
    """A box for each layer from top to bottom, `{name: what it knows}`, with arrows down; one of them `commits`."""
    figure, [axes] = paper(8, 0.6 + 0.62 * len(rows), title)
    for row, (name, words) in enumerate(rows.items()):
        colour = ORANGE if name == commits else BLUE
        axes.add_patch(FancyBboxPatch((0.1, row), 2.3, 0.5, boxstyle="round,pad=0.04", color=colour))
        axes.text(1.25, row + 0.25, name, ha="center", va="center", color="white", fontsize=9, fontweight="bold")
        axes.text(2.7, row + 0.25, words, va="center", color=INK, fontsize=8)
        if row:
            axes.annotate("", (1.25, row - 0.02), (1.25, row - 0.42), arrowprops={"arrowstyle": "->", "color": GREY})
    axes.set_xlim(0, 9)
    axes.set_ylim(len(rows) - 0.3, -0.15)
    axes.axis("off")
    told = [f"{name}{' (commits)' if name == commits else ''}: {words}" for name, words in rows.items()]
    return Picture.of(figure, "\n".join([title, *told]))
