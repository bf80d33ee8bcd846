"""The answers the gate tries: the stub, the solution, and the solution with a wrong or another right answer in it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from workbook.files.exercise import Exercise

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Variant:
    """One answer: `name` for its folder, `files` by their path in it, `caught_by` the checks that must refuse it."""

    name: str
    files: dict[str, str]
    caught_by: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Of its only file."""
        [text] = self.files.values()
        return text

    def write(self, folder: Path) -> None:
        """Write it there, as a submission."""
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")

    @property
    def function(self) -> str:
        """The learner's function that a wrong or another right answer is to; "" for a stub or a solution."""
        return self.name.split(" ")[1].split("__")[0] if " " in self.name else ""

    @property
    def kind(self) -> str:
        """ "stub", "solution", "wrong" or "right"."""
        return self.name.split(" ")[0]


def lessons() -> list[str]:
    """The stems of all exercises, in order: "ex01_engine"."""
    return sorted(path.stem for path in (ROOT / "solutions").glob("ex*"))


def variants(stem: str) -> list[Variant]:
    """All answers to one exercise file."""
    solution, stub = (Exercise.find(ROOT / folder, stem).sources() for folder in ("solutions", "exercises"))
    found = [Variant("stub", stub), Variant("solution", solution)]
    for kind in ("wrong", "right"):
        for path in sorted((ROOT / "tests" / kind / stem).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Variant(f"{kind} {path.stem}", with_answer(stem, solution, text), caught_by(text)))
    return found


def with_answer(stem: str, solution: dict[str, str], text: str) -> dict[str, str]:
    """The solution's files with another answer in them."""
    if "Stands alone." in text:
        return {f"{stem}.py": text}
    if len(solution) == 1 and "Stands in place." not in text:
        # what stands last counts, where nothing above has used the solution's function yet: a decorator, a default
        return {name: f"{beside(source, text)}\n\n{text}" for name, source in solution.items()}
    return {name: in_place(source, text) for name, source in solution.items()}


def beside(solution: str, text: str) -> str:
    """The solution without its suite, if `text` brings tests of its own: a suite is an answer as a whole."""
    if not any(name.startswith("test_") for node in ast.parse(text).body for name in defined(node)):
        return solution
    lines = solution.splitlines()
    for node in reversed(ast.parse(solution).body):
        if any(name.startswith("test_") for name in defined(node)):
            del lines[first_line(node) - 1 : node.end_lineno]
    return "\n".join(lines)


def in_place(solution: str, text: str) -> str:
    """The solution with each definition that `text` has too replaced where it stands; the rest of `text` before."""
    lines = solution.splitlines()
    places = {name: node for node in ast.parse(solution).body for name in defined(node)}
    if not any(name in places for node in ast.parse(text).body for name in defined(node)):
        return solution
    parts: dict[int, tuple[int, str]] = {}
    rest: list[str] = []
    for node in ast.parse(text).body[1:]:
        source = "\n".join(text.splitlines()[first_line(node) - 1 : node.end_lineno])
        old = next((places[name] for name in defined(node) if name in places), None)
        if old is None:
            rest.append(source)
        else:
            parts[first_line(old)] = (old.end_lineno or 0, source)
    for start in sorted(parts, reverse=True):
        end, source = parts[start]
        lines[start - 1 : end] = [*rest, source] if start == min(parts) else [source]
    return "\n".join(lines) + "\n"


def defined(node: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def caught_by(text: str) -> tuple[str, ...]:
    """The checks that a wrong answer's docstring names."""
    line = re.search(
        r"^Caught by: (.+?)(?:\n\n|\Z)", ast.get_docstring(ast.parse(text)) or "", re.MULTILINE | re.DOTALL
    )
    return tuple(re.findall(r"\w+", line.group(1))) if line else ()


def functions(stem: str) -> list[str]:
    """The functions and classes of an exercise file that a learner has to write: those with a hole."""
    tree = ast.parse(Exercise.find(ROOT / "exercises", stem).text())
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    return [node.name for node in named if "NotImplementedError" in ast.unparse(node)]


@dataclass(frozen=True)
class Check:
    """One check: the learner's function it judges, and whether it is one of the few that take seconds."""

    name: str
    function: str
    slow: bool


def checks(stem: str) -> list[Check]:
    """The checks of an exercise file."""
    tree = ast.parse((ROOT / "checker" / f"test_{stem}.py").read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
            words = [ast.unparse(mark) for mark in node.decorator_list]
            marks = [mark for mark in node.decorator_list if ast.unparse(mark).startswith("pytest.mark.exercise(")]
            assert len(marks) == 1, f'{node.name} needs one @pytest.mark.exercise("function")'
            assert ast.get_docstring(node), f"{node.name} needs a sentence that the learner reads"
            slow = any(word.startswith("pytest.mark.limit(") for word in words)
            found.append(Check(node.name, ast.literal_eval(marks[0].args[0]), slow))
    return found
