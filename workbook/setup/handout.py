"""`python3 -m workbook handout DIR`: a repository for learners, without history, solutions and tests.

Standard library only.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from workbook.learning.lab import Lab
from workbook.learning.lessons import Lesson, lessons
from workbook.project import copy_around
from workbook.setup.install import SetupProblem

LEFT_OUT = ("solutions", "tests", "docs", ".ci", ".git", ".github")
NOT_OURS = {
    ".venv",
    ".venv.lock",
    ".postgres",
    ".workbook",
    "__pycache__",
    ".ipynb_checkpoints",
    ".git",
    "node_modules",
}
CACHES = re.compile(r"\.(pytest|ruff|mypy)_cache|.*\.egg-info|report.*|screenshots|build|\.venv.*")
# "When you are stuck, [solutions/ex05.py](../solutions/ex05.py) shows one way."
TO_A_SOLUTION = re.compile(r"(?:When you are stuck,\s+)?\[[^\]]+\]\((?:\.\./)?solutions/[^)]*\)[^.]*\.[ \t]*")
# "(`tests/test_mariadb.py` holds each line of it)"
TO_A_TEST = re.compile(r"\s?\([^()]*`tests/[^()]*\)")
ONWARDS = re.compile(r"(All green\? Go|Then go) on with \[[^\]]+\]\((\w+)\.ipynb\)\.?")
ROW = re.compile(r"^\| \[[^\]]+\]\(notebooks/([^)]+)\).*\n", re.MULTILINE)  # of the table of lessons
FOR_OTHERS = re.compile(r"<!-- not handed out -->.*?<!-- handed out -->\n*", re.DOTALL)


def hand_out(root: Path, place: Path, lab: Lab | None = None) -> list[str]:
    """Write the repository to `place`; the names of its exercises.

    One that was handed out there before gets one commit more, so that whoever pulls it gets the correction.
    Raises SetupProblem, and then has written nothing.
    """
    place = place.resolve()
    again = _was_handed_out(place)
    if not again and place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise SetupProblem(f"{place} is there already: name a folder that is not, or delete it.")
    if root == place or root in place.parents:
        raise SetupProblem(f"{place} lies in the workbook itself: name a folder outside of it.")
    every = lessons(root)
    kept = [each for each in every if lab is None or each in lab.lessons or each.number == "00"]
    unfinished = place.with_name(f".{place.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        if again:
            _git(place.parent, "clone", "--quiet", "--no-checkout", str(place), str(unfinished))
        for path in _files(root):
            if not _belongs_to(path.relative_to(root), {each.stem for each in every} - {each.stem for each in kept}):
                _copy(path, unfinished / path.relative_to(root), kept)
        _commit(unfinished, lab.title if lab else "")
        if again:
            _git(place, "pull", "--quiet", "--ff-only", str(unfinished), "HEAD")
        else:
            if place.exists():
                place.rmdir()
            unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return [each.stem for each in kept]


def _was_handed_out(place: Path) -> bool:
    """Whether a repository that learners got lies there: the workbook's, without solutions."""
    return copy_around(place) == place and (place / ".git").is_dir() and not (place / "solutions").exists()


def _files(root: Path) -> list[Path]:
    """What belongs to the workbook: what git does not ignore, or what lies here where there is no git."""
    listed = (
        subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True
        )
        if shutil.which("git")
        else None
    )
    if listed is not None and listed.returncode == 0 and listed.stdout:
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [path.relative_to(root) for path in root.rglob("*")]
    return [
        root / name
        for name in names
        if name.parts[0] not in LEFT_OUT
        and not NOT_OURS & set(name.parts)
        and not CACHES.fullmatch(name.parts[0])
        and (root / name).is_file()
    ]


def _belongs_to(name: Path, stems: set[str]) -> bool:
    """Whether a file is of one of these lessons alone; what checks share stays."""
    slugs = {stem.removeprefix("ex") for stem in stems}
    first = Path(name.parts[1] if len(name.parts) > 1 else "").stem
    return (
        (name.parts[0] == "exercises" and first in stems)
        or (name.parts[0] == "notebooks" and first in slugs)
        or (name.parts[0] == "checker" and len(name.parts) == 2 and first.removeprefix("test_") in stems)
    )


def _copy(path: Path, to: Path, kept: list[Lesson]) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                text = TO_A_TEST.sub("", TO_A_SOLUTION.sub("", "".join(cell["source"])))
                text = ONWARDS.sub(lambda told: _onwards(told, kept), text).rstrip()
                cell["source"] = text.splitlines(keepends=True)
        to.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif path.name == "README.md":
        text = FOR_OTHERS.sub("\n", path.read_text(encoding="utf-8"))
        names = {Path(each.notebook).name for each in kept}
        to.write_text(ROW.sub(lambda row: row[0] if row[1] in names else "", text), encoding="utf-8")
    else:
        shutil.copy2(path, to)


def _onwards(told: re.Match[str], kept: list[Lesson]) -> str:
    """The way to the lesson that was meant, or to the next that there is; nothing after the last."""
    following = next((each for each in kept if each.stem.removeprefix("ex") >= told[2]), None)
    if following is None or following.stem.removeprefix("ex") == told[2]:
        return told[0] if following else ""
    name = Path(following.notebook).name
    return f"{told[1]} on with [{int(following.number)} · {following.title}]({name})."


def _commit(folder: Path, title: str) -> None:
    """Commit all of it, where there is git; in a repository of its own, if it is none yet."""
    if not shutil.which("git"):
        return
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    if _git(folder, "status", "--porcelain"):
        _git(folder, "commit", "--quiet", "--message", title or "The workbook")


def _git(folder: Path, *words: str) -> str:
    """What git answers there; raise SetupProblem with what it said if it fails."""
    own = ["-c", "user.name=workbook", "-c", "user.email=workbook@localhost", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *own, *words], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SetupProblem(f"git {words[0]} said: {done.stderr.strip()}")
    return done.stdout
