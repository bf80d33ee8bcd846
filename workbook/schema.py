"""A picture of tables: what each holds, and which column points to which table."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch
from sqlalchemy import Column, MetaData, Table

from workbook.canvas import BLUE, GREY, INK, Picture, paper

WIDTH, LINE, GAP = 2.0, 0.3, 0.55  # of a box, of a line of text, between two boxes


def tables(metadata: MetaData, title: str = "The tables") -> Picture:
    """The tables as boxes, each to the right of those it points to, with an arrow for every foreign key."""
    columns = in_columns(metadata)
    tops = {table: top for column in columns for table, top in zip(column, stacked(column), strict=True)}
    bottom = max(top + height(table) for table, top in tops.items())
    figure, [axes] = paper(1.5 * len(columns) * WIDTH, bottom + 0.5, title)
    axes.set(xlim=(-0.1, len(columns) * 1.5 * WIDTH - WIDTH / 2 + 0.1), ylim=(bottom + 0.1, -0.1))
    axes.axis("off")
    for table, top in tops.items():
        left = 1.5 * WIDTH * at(columns, table)
        axes.add_patch(FancyBboxPatch((left, top), WIDTH, height(table), "round,pad=0.02", fc="white", ec=GREY))
        axes.text(left + 0.1, top + LINE / 2, table.name, va="center", weight="bold", fontsize=9, color=INK)
        for line, column in enumerate(table.columns, 1):
            y = top + LINE * (line + 0.5)
            colour = BLUE if column.foreign_keys else INK
            axes.text(left + 0.1, y, told(column).split(" →")[0], va="center", fontsize=8.5, color=colour)
            for key in column.foreign_keys:
                to = 1.5 * WIDTH * at(columns, key.column.table) + WIDTH, tops[key.column.table] + 1.5 * LINE
                axes.annotate("", to, (left, y), arrowprops={"arrowstyle": "->", "color": BLUE})
    words = [f"{table.name}: {', '.join(map(told, table.columns))}" for table in metadata.sorted_tables]
    return Picture.of(figure, "\n".join([title, *words]))


def in_columns(metadata: MetaData) -> list[list[Table]]:
    """Who points to nobody stands beside those that point to it, all others as far to the left as they can."""
    depths: dict[Table, int] = {}
    for table in metadata.sorted_tables:
        depths[table] = 1 + max((depths[key.column.table] for key in table.foreign_keys), default=-1)
    for table in [table for table in depths if not table.foreign_keys]:
        pointing = [other for other in depths if any(key.column.table is table for key in other.foreign_keys)]
        depths[table] = min((depths[other] for other in pointing), default=1) - 1
    ordered = sorted(depths, key=lambda table: not table.foreign_keys)
    return [[table for table in ordered if depths[table] == depth] for depth in range(max(depths.values()) + 1)]


def at(columns: list[list[Table]], table: Table) -> int:
    """In which column of the picture the table stands."""
    return next(number for number, column in enumerate(columns) if table in column)


def stacked(column: list[Table]) -> list[float]:
    """Where each box begins, from top to bottom."""
    return [sum(height(table) + GAP for table in column[:number]) for number in range(len(column))]


def height(table: Table) -> float:
    return LINE * (len(table.columns) + 1)


def told(column: Column) -> str:
    """`email (unique)`, `user_id → users.id`."""
    unique = " (unique)" if column.unique else ""
    return column.name + unique + "".join(f" → {key.target_fullname}" for key in column.foreign_keys)
