"""The rules every lesson's notebook keeps: each takes a notebook and its number, and yields what breaks it.

For the author of a lesson, in short (`python3 -m workbook.notebook.author run NOTEBOOK` sees to all metadata):

- The second cell is SETUP, the last one of code is `CHECK`: both load `%check` themselves, so that either works first
  after a restart of the kernel, and neither prints anything when it is run again.
- **Every cell can be run twice in a row, and all of them again, and prints the same each time** (test_rerun.py).  A
  cell that sells, stores or counts therefore says where it begins: it puts the copies on the shelf that it sells,
  takes unique values from `uuid4()`, rolls back, or makes an engine or a shop of its own.  A class and the tables that
  use it stand in one cell, an event's listener is removed in the cell that adds it, a warning is caught with
  `action="always"` and the statement that causes it is new.
- **A section runs after the cells above the first `## ` heading alone.**  What several sections use (`recording`, a
  helper, a model) stands up there, in cells after SETUP.  A section that builds on another begins
  *Goes on from “the heading of that section”.*; the test then runs that one first.
- "Decide, then run it" (these words) above a cell folds what is committed under it; a quiz folds its source.  The
  metadata is JupyterLab's own (`jupyter.outputs_hidden`, `jupyter.source_hidden`): a page that runs no JupyterLab shows
  everything, nbval never looks at it, and running the cell unfolds it.  Nothing else is kept but nbval's tags.
- A picture is the value of its cell and tells itself in words (`alt`): lessons draw with workbook.pictures and .canvas.
- At most 45 cells.  Exercises and solutions are links.  No `try: …` on one line.  Say nothing that no cell shows.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from nbformat import NotebookNode

from workbook.notebook.author import DECIDE, METADATA, is_folded, metadata_of

SETUP = """\
%reload_ext workbook
from sqlalchemy import select
from workbook.bookshop import Book, Order, OrderLine, Profile, User
from workbook.database import open_bookshop

engine, make_session = await open_bookshop()"""
CHECK = "%reload_ext workbook\n%check {}"
CLAIM, QUIZ, RECAP, YOURS = "You will read that", "Check yourself", "Recap", "Your turn"
MOST_LINES = 8
MOST_CELLS = 45
MOST_IN_AN_OUTPUT, MOST_IN_ALL = 80_000, 600_000  # bytes, as stored
OF_A_MACHINE = re.compile(
    r"(?<![\w.])(/(home|root|tmp|work|Users|private|var|opt|mnt)/[\w.-]+|[A-Z]:\\\\\w+)|site-packages"
)

Rule = Callable[[NotebookNode, str], Iterator[str]]


def parts_in_order(notebook: NotebookNode, number: str) -> Iterator[str]:
    """Title and minutes, setup, three to six ideas, the claim, the quiz, the recap, your turn."""
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "the first cell must be the title: `# …`"
    elif not re.search(r"\bminutes\b", first.source):
        yield "the first cell must say how many minutes the lesson takes"
    titles = [title for cell in notebook.cells if cell.cell_type == "markdown" for title in headings(cell.source)]
    expected = [CLAIM, QUIZ, RECAP, YOURS]
    last = titles[-len(expected) :]
    if len(last) < len(expected) or not all(map(str.startswith, last, expected)):
        yield f"the last headings must be {expected}, and are {last}"
    if not 3 <= len(titles) - len(expected) <= 6:
        yield f"there must be 3 to 6 ideas with a `## ` heading: {titles[: -len(expected)]}"


def setup_cell_is_the_same_everywhere(notebook: NotebookNode, number: str) -> Iterator[str]:
    if len(notebook.cells) < 2 or notebook.cells[1].source != SETUP:
        yield f"the second cell must be exactly:\n{SETUP}"


def every_cell_of_code_has_its_words(notebook: NotebookNode, number: str) -> Iterator[str]:
    for before, after in pairwise(notebook.cells):
        if before.cell_type == after.cell_type == "code":
            yield f"no words between two cells of code, before:\n{after.source}"
    if notebook.cells[-1].cell_type == "code" and "\n%check" not in notebook.cells[-1].source:
        yield "only %check may be the last word"


def cells_of_code_are_short(notebook: NotebookNode, number: str) -> Iterator[str]:
    """A quiz is data, not code: a cell that begins by importing it may be long."""
    for cell in code_cells(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > MOST_LINES and not is_quiz(cell):
            yield f"{len(lines)} lines where {MOST_LINES} are allowed:\n{cell.source}"


def cells_are_few(notebook: NotebookNode, number: str) -> Iterator[str]:
    """A lesson is read in 15 to 25 minutes."""
    if len(notebook.cells) > MOST_CELLS:
        yield f"{len(notebook.cells)} cells where {MOST_CELLS} are allowed: merge neighbours, or cut what is said twice"


def quiz_and_check_are_there(notebook: NotebookNode, number: str) -> Iterator[str]:
    """A quiz is shown by a script that is not committed; what %check says is the learner's, and is not run here."""
    asked = [cell for cell in code_cells(notebook) if is_quiz(cell)]
    if len(asked) != 1 or tags(asked[0]) != ["nbval-ignore-output"]:
        yield "one cell must begin `from workbook.quiz import quiz`, with the tag nbval-ignore-output"
    checked = [cell for cell in code_cells(notebook) if cell.source == CHECK.format(number)]
    if len(checked) != 1 or tags(checked[0]) != ["nbval-skip"]:
        yield f"one cell must be as follows, with the tag nbval-skip:\n{CHECK.format(number)}"
    elif checked[0].outputs:
        yield "%check has an output: run `python3 -m workbook.notebook.author run`"


def metadata_is_as_the_author_s_tool_leaves_it(notebook: NotebookNode, number: str) -> Iterator[str]:
    """nbval's tags, what JupyterLab folds, and for the notebook what JupyterLab would write when it opens it."""
    if notebook.metadata != METADATA:
        yield "the notebook's metadata is not as `python3 -m workbook.notebook.author` leaves it"
    words = ""
    for cell in notebook.cells:
        expected = metadata_of(cell, words) if cell.cell_type == "code" else {}
        if cell.metadata != expected:
            yield f"metadata {dict(cell.metadata)} where {expected} is expected, in:\n{cell.source}"
        words = cell.source


def what_is_folded_tells_nothing(notebook: NotebookNode, number: str) -> Iterator[str]:
    """JupyterLab shows the first line of the first output it folds: that output is an empty one."""
    for cell in code_cells(notebook):
        if is_folded(cell) and cell.outputs and cell.outputs[0].get("data") != {}:
            yield f"the answer can be read before it is decided: run the author's tool, for:\n{cell.source}"


def the_reader_is_asked_first(notebook: NotebookNode, number: str) -> Iterator[str]:
    """At least once, and always in the words by which the answer is folded."""
    asked = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and re.search(r"\b[Dd]ecide", cell.source)
    ]
    if not any(map(DECIDE.search, asked)):
        yield "no cell is announced by “Decide, then run it”"


def exercises_and_solutions_are_links(notebook: NotebookNode, number: str) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for path in re.findall(r"(?<![(\[/\w])(?:exercises|solutions|notebooks)/\w+\.(?:py|ipynb)", cell.source):
                yield f"{path} is no link"


def no_block_on_the_line_of_its_colon(notebook: NotebookNode, number: str) -> Iterator[str]:
    for cell in code_cells(notebook):
        python = re.sub("^%", "# ", cell.source, flags=re.MULTILINE)
        blocks = [node for node in ast.walk(ast.parse(python)) if isinstance(getattr(node, "body", None), list)]
        if any(node.body[0].lineno == getattr(node, "lineno", 0) for node in blocks if node.body):
            yield f"a block on the line of its colon, in:\n{cell.source}"


def executed_from_the_top(notebook: NotebookNode, number: str) -> Iterator[str]:
    counts = [cell.execution_count for cell in code_cells(notebook) if "nbval-skip" not in tags(cell)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"not executed from the top with `python3 -m workbook.notebook.author run`: {counts}"
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"a committed error or warning: catch it and print its type, in:\n{cell.source}"


def outputs_are_small(notebook: NotebookNode, number: str) -> Iterator[str]:
    sizes = [(len(json.dumps(output)), cell) for cell in code_cells(notebook) for output in cell.outputs]
    for size, cell in sizes:
        if size > MOST_IN_AN_OUTPUT:
            yield f"an output of {size} bytes in:\n{cell.source}"
    if sum(size for size, _ in sizes) > MOST_IN_ALL:
        yield f"outputs of {sum(size for size, _ in sizes)} bytes in all"


def pictures_are_told_in_words(notebook: NotebookNode, number: str) -> Iterator[str]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            shown = output.get("data", {})
            images = re.findall("<img[^>]*", "".join(shown.get("text/html", "")))
            if any(kind.startswith("image/") for kind in shown) or not all('alt="' in image for image in images):
                yield f"a picture without `alt`: draw with workbook.pictures or workbook.canvas, in:\n{cell.source}"


def nothing_of_one_machine(notebook: NotebookNode, number: str) -> Iterator[str]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if found := OF_A_MACHINE.search(without_pictures(output)):
                yield f"{found[0]!r} in the output of:\n{cell.source}"


def no_star_imports(notebook: NotebookNode, number: str) -> Iterator[str]:
    for cell in code_cells(notebook):
        if re.search(r"^\s*from \S+ import \*", cell.source, re.MULTILINE):
            yield f"a star import in:\n{cell.source}"


RULES: list[Rule] = [
    parts_in_order,
    setup_cell_is_the_same_everywhere,
    every_cell_of_code_has_its_words,
    cells_of_code_are_short,
    cells_are_few,
    quiz_and_check_are_there,
    metadata_is_as_the_author_s_tool_leaves_it,
    what_is_folded_tells_nothing,
    the_reader_is_asked_first,
    exercises_and_solutions_are_links,
    no_block_on_the_line_of_its_colon,
    executed_from_the_top,
    outputs_are_small,
    pictures_are_told_in_words,
    nothing_of_one_machine,
    no_star_imports,
]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def headings(source: str) -> list[str]:
    """The `## ` headings of a cell of words."""
    return [re.sub(r"[*“”\"]", "", line[3:]).strip() for line in source.splitlines() if line.startswith("## ")]


def is_quiz(cell: NotebookNode) -> bool:
    return cell.source.startswith("from workbook.quiz import quiz\n")


def without_pictures(output: NotebookNode) -> str:
    """The output as text, less the pictures in it."""
    data = {kind: text for kind, text in output.get("data", {}).items() if not kind.startswith("image/")}
    return re.sub(r"base64,[\w+/=]+", "", json.dumps({**output, "data": data}, ensure_ascii=False))
