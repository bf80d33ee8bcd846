"""Replaces many files, all or none: what is stopped half-way is put back, at the latest by the next command.

A copy of this file lies beside the plan while files are replaced, for `workbook` itself may be among them: it stands
on nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PLAN, SELF = "plan.json", "put_back.py"
SECONDS = 10  # to wait for another process that replaces files right now


@dataclass(frozen=True)
class File:
    """What is to stand somewhere; `executable` counts where nothing stands yet."""

    content: bytes
    executable: bool = False


@dataclass(frozen=True)
class Git:
    """What goes with it in a clone: HEAD `before` and `after`, and the new `index`, ready in a file."""

    before: str
    after: str
    index: Path


def swap(
    root: Path, wanted: dict[str, File | None], keep: Path, git: Git | None = None, step: Callable[[], object] = int
) -> None:
    """Have these files stand under `root`, by name; None is for one that goes.  What they replace is kept at `keep`.

    All are prepared beside, then each takes its place.  Whatever is raised meanwhile, nothing has changed; `step` is
    called before everything that changes something.
    """
    beside = root / ".workbook" / "updating"
    try:
        _prepare(root, beside, wanted, git, step)
        for name, file in wanted.items():
            step()
            place = root / name
            if file is None:
                place.unlink(missing_ok=True)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(beside / "new" / name, place)
        if git is not None:
            step()
            shutil.copyfile(git.index, index := _index_of(root).with_name("index.workbook"))
            os.replace(index, _index_of(root))
            step()
            _git(root, "update-ref", "-m", "workbook update", "HEAD", git.after, git.before)
        step()
        keep.parent.mkdir(parents=True, exist_ok=True)
        os.replace(beside, keep)  # from here on it is done
    except BaseException:
        put_back(root, beside)
        raise
    (keep / SELF).unlink()
    shutil.rmtree(keep / "new", ignore_errors=True)
    for name in (name for name, file in wanted.items() if file is None):
        _remove_empty((root / name).parent, root)


def put_back(root: Path, beside: Path, others: frozenset[str] | set[str] = frozenset()) -> None:
    """Put back what the plan at `beside` has replaced, but for these `others`, and remove the plan.

    Stopped in its turn, it can be begun again.
    """
    plan = _plan(beside)
    if plan is not None:
        git = plan["git"]
        head = git and _git(root, "rev-parse", "HEAD")
        if head and head in git.values():  # else somebody has committed since
            _git(root, "update-ref", "-m", "workbook update undone", "HEAD", git["before"], head)
            shutil.copyfile(beside / "index", index := _index_of(root).with_name("index.workbook"))
            os.replace(index, _index_of(root))
        for name in (name for name in plan["names"] if name not in others):
            place, old = root / name, beside / "old" / name
            if old.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(old, copy := place.with_name(f".{place.name}.old"))
                os.replace(copy, place)
            elif place.exists():
                place.unlink()
                _remove_empty(place.parent, root)
        os.replace(beside / PLAN, beside / "done.json")
    shutil.rmtree(beside, ignore_errors=True)


def is_committed_upon(root: Path, beside: Path) -> bool:
    """Whether somebody has committed since to what that plan has left."""
    git = (_plan(beside) or {"git": None})["git"]
    return git is not None and _git(root, "rev-parse", "HEAD") not in git.values()


def changed_since(root: Path, beside: Path) -> set[str]:
    """The files that are no longer as that plan has left them: somebody has written in them since."""
    names = (_plan(beside) or {"names": {}})["names"]
    return {name for name, digest in names.items() if _digest(root / name) != digest}


def mend(root: Path) -> bool:
    """Put back what was stopped half-way, if anything was; whether it was.  Whoever is still at it is waited for."""
    beside = root / ".workbook" / "updating"
    plan = _plan(beside)
    until = time.monotonic() + SECONDS
    while plan is not None and plan["process"] != os.getpid() and _lives(plan["process"]) and time.monotonic() < until:
        time.sleep(0.1)
        plan = _plan(beside)
    if plan is not None:
        put_back(root, beside)
    return plan is not None


def _prepare(
    root: Path, beside: Path, wanted: dict[str, File | None], git: Git | None, step: Callable[[], object]
) -> None:
    step()
    shutil.rmtree(beside, ignore_errors=True)
    for name, file in wanted.items():
        place, new, old = root / name, beside / "new" / name, beside / "old" / name
        for copy in (new, old):
            copy.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            shutil.copy2(place, old)
        if file is not None:
            new.write_bytes(file.content)
            new.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o755 if file.executable else 0o644)
    step()
    (beside / "new").mkdir(parents=True, exist_ok=True)
    if git is not None:
        shutil.copyfile(_index_of(root), beside / "index")
    shutil.copyfile(__file__, beside / SELF)
    plan = {
        "process": os.getpid(),
        "names": {name: file and hashlib.sha256(file.content).hexdigest() for name, file in wanted.items()},
        "git": git and {"before": git.before, "after": git.after},
    }
    step()
    with (beside / "plan").open("w", encoding="utf-8") as out:
        json.dump(plan, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside / "plan", beside / PLAN)


def _plan(beside: Path) -> dict | None:
    try:
        return json.loads((beside / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _digest(place: Path) -> str | None:
    return hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else None


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _lives(process: int) -> bool:
    if os.name == "nt":
        return False  # there, os.kill would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _index_of(root: Path) -> Path:
    return root / _git(root, "rev-parse", "--git-path", "index")


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__" and mend(Path(__file__).resolve().parent.parent.parent):
    print("An update was stopped half-way: everything is as it was before it.", file=sys.stderr)
