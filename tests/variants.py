"""The answers the gate tries: the stub, the solution, and the solution with a wrong or another right answer in it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Variant:
    """One answer: `name` for its folder, `text` of the whole file, `caught_by` the checks that must refuse it."""

    name: str
    text: str
    caught_by: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """ "stub", "solution", "wrong" or "right"."""
        return self.name.split(" ")[0]


def lessons() -> list[str]:
    """The stems of all exercise files, in order: "ex01_engine"."""
    return sorted(path.stem for path in (ROOT / "solutions").glob("ex*.py"))


def variants(stem: str) -> list[Variant]:
    """All answers to one exercise file."""
    solution = (ROOT / "solutions" / f"{stem}.py").read_text(encoding="utf-8")
    stub = (ROOT / "exercises" / f"{stem}.py").read_text(encoding="utf-8")
    found = [Variant("stub", stub), Variant("solution", solution)]
    for kind in ("wrong", "right"):
        for path in sorted((ROOT / "tests" / kind / stem).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            # what stands last counts: the answer takes the place of the solution's function
            found.append(Variant(f"{kind} {path.stem}", f"{solution}\n\n{text}", caught_by(text)))
    return found


def caught_by(text: str) -> tuple[str, ...]:
    """The checks that a wrong answer's docstring names."""
    line = re.search(
        r"^Caught by: (.+?)(?:\n\n|\Z)", ast.get_docstring(ast.parse(text)) or "", re.MULTILINE | re.DOTALL
    )
    return tuple(re.findall(r"\w+", line.group(1))) if line else ()


def functions(stem: str) -> list[str]:
    """The functions and classes of an exercise file that a learner has to write: those with a hole."""
    tree = ast.parse((ROOT / "exercises" / f"{stem}.py").read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    return [node.name for node in named if "NotImplementedError" in ast.unparse(node)]
