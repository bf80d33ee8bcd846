"""What `%check` shows: a table in a notebook, the same as text elsewhere, and what to do next in one sentence."""

from __future__ import annotations

import ast
import linecache
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from workbook.files.exercise import Exercise

SYMBOLS = {"passed": "✓", "not solved yet": "○", "wrong": "✗", "raised": "!", "timed out": "◷", "checker broke": "?"}
MOST_LINES, MOST_CHARACTERS = 40, 4000  # of one message
MOST_MESSAGES = 12

STYLE = """<style>
.workbook-check table { border-collapse: collapse; margin: 0.5em 0; table-layout: fixed; width: 100%; max-width: 75em;
  min-width: 34em }
.workbook-check { overflow-x: auto } .workbook-check .whole { white-space: nowrap }
.workbook-check pre { white-space: pre-wrap; word-break: normal !important; overflow-wrap: anywhere }
.workbook-check th:first-child { width: 22% } .workbook-check th:nth-child(3) { width: 10em }
.workbook-check th:last-child { width: 4em } .workbook-check td { overflow-wrap: anywhere }
.workbook-check td code { white-space: normal }
.workbook-check th, .workbook-check td { text-align: left !important; vertical-align: top; padding: 3px 10px }
.workbook-check td:last-child, .workbook-check th:last-child { text-align: right !important }
.workbook-check .outcome { white-space: nowrap; border-left: 4px solid var(--jp-border-color1, #9e9e9e) }
.workbook-check .passed { border-left-color: var(--jp-success-color1, #388e3c) }
.workbook-check .wrong, .workbook-check .raised, .workbook-check .timed {
  border-left-color: var(--jp-error-color1, #d32f2f); font-weight: bold;
}
.workbook-check .checker { border-left-color: var(--jp-warn-color1, #f57c00); font-weight: bold }
.workbook-check pre { padding: 6px 10px !important; overflow: auto; max-height: 30em;
  background: var(--jp-layout-color2, #f5f5f5) !important; color: var(--jp-content-font-color1, #212121) !important }
.workbook-check summary { cursor: pointer }
</style>"""


@dataclass(frozen=True)
class Note:
    """One sentence, with the lines that prove it, if any."""

    sentence: str
    lines: str = ""

    def __repr__(self) -> str:
        return f"{self.sentence}\n{self.lines}".rstrip()

    def _repr_html_(self) -> str:
        lines = f"<pre>{escape(self.lines)}</pre>" if self.lines else ""
        return f'{STYLE}<div class="workbook-check"><p>{code(self.sentence)}</p>{lines}</div>'


@dataclass(frozen=True)
class Text:
    """Lines as they are; what names a lesson's notebook is a link to it."""

    lines: str

    def __repr__(self) -> str:
        return self.lines

    def _repr_html_(self) -> str:
        linked = re.sub(r"\bnotebooks/(\w+\.ipynb)", r'<a href="\1">\1</a>', escape(self.lines))
        linked = re.sub(r"\d of \d+ solved", r'<span class="whole">\g<0></span>', linked)
        return f'{STYLE}<div class="workbook-check"><pre>{linked}</pre></div>'


@dataclass(frozen=True)
class Feedback:
    """The results of an exercise's checks, each as `--results` writes it; `root` is the project's folder.

    `others` are those of the lesson's other functions, where one was asked for: they are not shown, but not forgotten.
    `saved` says which state of the file was judged, `progress` where one is in the lesson.
    """

    exercise: str
    rows: list[dict]
    root: Path
    others: list[dict] = field(default_factory=list)
    saved: str = ""
    progress: str = ""

    @property
    def failures(self) -> list[dict]:
        """What was solved and did not pass, in order."""
        return [row for row in self.rows if row["outcome"] not in ("passed", "not solved yet")]

    @property
    def headline(self) -> str:
        """The exercise, the points reached of those to be had, and which state of it was judged."""
        reached = sum(row["points"] for row in self.rows if row["outcome"] == "passed")
        state = f", {self.saved}" if self.saved else ""
        return f"{self.exercise}: {reached:g} of {sum(row['points'] for row in self.rows):g} points{state}"

    def next_step(self) -> str:
        """What to do next, in one sentence."""
        unsolved = [row for row in self.rows if row["outcome"] == "not solved yet"]
        if any(row["outcome"] == "checker broke" for row in self.rows):
            return "The checker broke on a check, which costs you nothing: please report what it says above."
        if self.failures:
            row = self.failures[0]
            place = self._place(row["function"], f"{row['where']} {row['message']}")
            what = f"{row['function']}() in " if row["function"] else ""
            return f"Mend {what}{place}, save, and check again."
        if unsolved:
            row = unsolved[0]
            return f"Write {row['function']}() in {self._place(row['function'], '')}, save, and check again."
        left = list(dict.fromkeys(row["function"] for row in self.others if row["outcome"] != "passed"))
        if left:
            done = self.rows[0]["function"]
            return f"{done}() is done. Still open in this lesson: {', '.join(f'{name}()' for name in left)}."
        notebooks = sorted(path.name for path in (self.root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        later = [name for name in notebooks if name[:2] > self.exercise[2:4]]
        return f"All green. Next: notebooks/{later[0]}" if later else "All green. That was the last lesson there is."

    def _place(self, function: str, told: str) -> str:
        """The file, and the first of its lines that was told of, or else the line where the function begins."""
        for path in self._files:
            found = re.search(rf"\b{re.escape(path.name)}:(\d+)", told)
            if found:
                return f"{path.relative_to(self.root).as_posix()}, line {found[1]}"
        path = Exercise.find(self.root / "exercises", self.exercise).file
        line = line_of(path, function)
        return path.relative_to(self.root).as_posix() + (f", line {line}" if line else "")

    @property
    def _files(self) -> list[Path]:
        exercise = Exercise.find(self.root / "exercises", self.exercise)
        return [exercise.folder / name for name in exercise.sources()]

    def message(self, row: dict) -> str:
        """What the checker told, cut if it would fill the notebook, with the learner's line if it was not in it."""
        told, where = row["message"].strip(), row["where"]
        name, _, number = where.partition(":")
        if where and where not in told and number.isdigit():
            linecache.checkcache()  # the file has been saved since
            path = next((path for path in self._files if path.name == name), self.root / "exercises" / name)
            line = linecache.getline(str(path), int(number)).strip()
            told = f"{told}\n{where}:  {line}".strip()
        return shortened(told)

    def __repr__(self) -> str:
        text = [self.headline]
        for row in self.rows:
            text.append(
                f"  {SYMBOLS.get(row['outcome'], '?')} {row['outcome']:<14}  {row['points']:>2g}  {row['sentence']}"
            )
        told: set[str] = set()
        for row in self.failures[:MOST_MESSAGES]:
            message = "(the same as above)" if row["message"] in told else self.message(row)
            told.add(row["message"])
            text += ["", f"{row['function']}: {row['outcome']}: {row['sentence']}"]
            text += [f"    {line}" for line in message.splitlines()]
        return "\n".join([*text, "", *filter(None, [self.progress]), f"What to do next: {self.next_step()}"])

    def _repr_html_(self) -> str:
        html = [STYLE, f'<div class="workbook-check"><p><b>{escape(self.headline)}</b></p><table>']
        html.append("<tr><th>Function</th><th>Check</th><th>Outcome</th><th>Points</th></tr>")
        shown = self.failures[:MOST_MESSAGES]
        previous = ""
        for row in self.rows:
            outcome, function = row["outcome"], row["function"]
            told = code(row["sentence"])
            if row in shown:
                opened = " open" if row is shown[0] else ""
                message = escape(self.message(row))
                told = f"<details{opened}><summary>{told}</summary><pre>{message}</pre></details>"
            html.append(
                f"<tr><td>{f'<code>{escape(function)}</code>' if function != previous else ''}</td><td>{told}</td>"
                f'<td class="outcome {outcome.split()[0]}">{SYMBOLS.get(outcome, "?")} {escape(outcome)}</td>'
                f"<td>{row['points'] if outcome == 'passed' else 0:g}/{row['points']:g}</td></tr>"
            )
            previous = function
        progress = f"<p>{escape(self.progress)}</p>" if self.progress else ""
        html.append(f"</table>{progress}<p>{code(self.next_step())}</p></div>")
        return "\n".join(html)


def shortened(message: str) -> str:
    """The message, or the beginning of one that would fill the notebook."""
    lines = message.strip()[:MOST_CHARACTERS].splitlines()
    left_out = len(message.strip()) > MOST_CHARACTERS or len(lines) > MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *(["…"] if left_out else [])])


def line_of(file: Path, function: str) -> int | None:
    """The line where the file as saved defines the function, if it can be read and does."""
    try:
        body = ast.parse(file.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return None
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return next((node.lineno for node in body if isinstance(node, kinds) and node.name == function), None)


def code(text: str) -> str:
    """Escaped text whose `backticks` become code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
