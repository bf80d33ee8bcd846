"""Whose submission each folder of a Gradescope export is: its `submission_metadata.yml`.

For each folder it has `:submitters:`, a list of `:name:`, `:sid:` and `:email:`, and `:created_at:` (as Gradescope's
"Export Submissions" writes it).  Only these are read, line by line: it is no reason to have a YAML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checker.reports.roll import Person

FOLDER = re.compile(r"(\S.*):\s*")
VALUE = re.compile(r"\s+(?:- )?:(name|sid|email|created_at): *(.*?)\s*")
MOST = 20_000_000  # bytes


def owners(folder: Path) -> dict[str, tuple[Person, ...]]:
    """By the name of an entry who handed it in, several for a group; empty if there is no such list."""
    file = folder / "submission_metadata.yml"
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.stat().st_size < MOST else ""
    except OSError:
        return {}
    found: dict[str, list[tuple[str, str]]] = {}
    entry = ""
    for line in text.splitlines():
        if head := FOLDER.fullmatch(line):
            entry = head[1]
        elif entry and (value := VALUE.fullmatch(line)):
            found.setdefault(entry, []).append((value[1], value[2].strip("'\"")))
    return {entry: tuple(_people(said)) for entry, said in found.items()}


def _people(said: list[tuple[str, str]]) -> Iterator[Person]:
    when = dict(said).get("created_at", "")[:19]
    begins = [at for at, (name, _) in enumerate(said) if name == "name"]
    for at, end in zip(begins, [*begins[1:], len(said)], strict=True):
        its = dict(said[at:end])
        sid = its.get("sid", "")
        yield Person(0, its["name"], its.get("email", ""), ids=(sid,) * bool(sid), handed_in=when)
