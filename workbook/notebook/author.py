"""`python3 -m workbook.notebook.author run NOTEBOOK…`: execute notebooks in place, keep nothing that varies by run."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output

METADATA = {  # what JupyterLab writes when it opens a notebook, so that opening one changes nothing
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.11.7",  # of no one in particular: a learner with another version is taken care of by the merge
    },
}
DECIDE = re.compile(r"Decide,\s+then\s+run\s+it")
SECONDS_A_CELL = 120


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m workbook.notebook.author", description=__doc__)
    parser.add_argument("action", choices=["run", "clean"], help="run: execute, then clean; clean: only strip metadata")
    parser.add_argument("notebooks", nargs="+", type=Path)
    asked = parser.parse_args(arguments)
    os.environ.pop("DATABASE_URL", None)  # what is committed is what SQLite printed
    failures = 0
    for path in asked.notebooks:
        try:
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
        except Exception as problem:  # nbformat raises whatever it stumbles over
            failures += 1
            print(
                f"{path}: cannot be read as a notebook: {(str(problem) or 'it is empty').splitlines()[0]}",
                file=sys.stderr,
            )
            continue
        tag(notebook)
        complaint = execute(notebook, path.parent) if asked.action == "run" else ""
        if complaint:
            failures += 1
            print(f"{path}: left as it was. {complaint}", file=sys.stderr)
            continue
        clean(notebook)
        nbformat.write(notebook, path)
        print(f"{path}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} code cells")
    return 1 if failures else 0


def execute(notebook: NotebookNode, folder: Path) -> str:
    """Run every cell from the top in a new kernel whose current folder is `folder`; what went wrong, or ""."""
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        coalesce_streams=True,
        skip_cells_with_tag="nbval-skip",
    )
    try:
        client.execute()
    except CellExecutionError as failure:
        return f"A cell raised:\n{failure}"
    except (CellTimeoutError, DeadKernelError) as failure:
        return f"The kernel gave no answer: {failure}"
    return ""


def tag(notebook: NotebookNode) -> None:
    """Tell nbval about the cells that are not the same for everybody, and JupyterLab what to fold."""
    words = ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = nbformat.from_dict(metadata_of(cell, words))
        words = cell.source


def metadata_of(cell: NotebookNode, words: str) -> dict:
    """The metadata of a cell of code that comes after these words: the tags of nbval, and what JupyterLab folds.

    Folded are the questions of a quiz, whose source holds the answers, and what is printed under a cell that the
    learner is asked to think about first.  Running such a cell shows its output.
    """
    tags = [tag for tag in cell.metadata.get("tags", []) if tag.startswith("nbval-")]
    folded = {}
    if cell.source.startswith("from workbook.quiz import quiz\n"):
        tags, folded = ["nbval-ignore-output"], {"source_hidden": True}  # its script is not committed
    elif re.search("^%check", cell.source, re.MULTILINE):
        tags = ["nbval-skip"]  # it speaks of the learner's work
    elif DECIDE.search(words):
        folded = {"outputs_hidden": True}
    collapsed = {"collapsed": True} if "outputs_hidden" in folded else {}  # JupyterLab says it twice
    return {**collapsed, **({"jupyter": folded} if folded else {}), **({"tags": tags} if tags else {})}


def clean(notebook: NotebookNode) -> None:
    """Strip what differs between two runs or two machines: metadata, versions, scripts; and empty outputs."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    tag(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            cell.metadata = nbformat.from_dict({})
        else:
            if "nbval-skip" in cell.metadata.get("tags", []):
                cell.outputs, cell.execution_count = [], None
            # a stored script is 40 kB, and no notebook runs one before it is trusted
            cell.outputs = [output for output in cell.outputs if "application/javascript" not in output.get("data", {})]
            for output in cell.outputs:
                if "metadata" in output:
                    output.metadata = nbformat.from_dict({})
            if is_folded(cell) and cell.outputs and cell.outputs[0].get("data") != {}:
                # JupyterLab shows the first line of what it folds: of this one there is none
                cell.outputs.insert(0, new_output("display_data"))


def is_folded(cell: NotebookNode) -> bool:
    """Whether the outputs are hidden until the learner has decided."""
    return cell.metadata.get("jupyter", {}).get("outputs_hidden", False)


if __name__ == "__main__":
    sys.exit(main())
