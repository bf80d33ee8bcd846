"""`python3 -m workbook update`: a new version of the workbook arrives, and what the learner wrote stays.

Standard library only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from workbook.files.swap import File, Git, swap
from workbook.learning.begin_again import new_keep
from workbook.setup import versions
from workbook.setup.bringing import Brought, bring
from workbook.setup.install import SetupProblem
from workbook.setup.versions import SHIPPED, Clone, Version, git

STUBS = ".workbook/stubs"


def update(root: Path, source: Path | None = None, step: Callable[[], object] = int) -> tuple[Brought, Path | None]:
    """Bring in the version at `source`, or else what the clone's origin has; what came, and where the old is kept.

    Raise SetupProblem, and then has changed nothing.
    """
    clone = versions.history(root, fetch=source is None) if versions.is_clone(root) else None
    if source is not None:
        if source.is_dir() and source.resolve() == root.resolve():
            raise SetupProblem("That is this very copy: name the folder or the archive of the new version.")
        new = versions.of_path(source)
        base = versions.of_shipped(root) or (versions.of_commit(root, clone.base) if clone else {})
    elif clone is None:
        raise SetupProblem(
            "This copy is no clone of a git repository: name the new version's folder or archive, "
            "as in `python3 -m workbook update ~/Downloads/workbook.zip`."
        )
    elif clone.base == clone.newest:
        return Brought(), None
    else:
        new, base = versions.of_commit(root, clone.newest), versions.of_commit(root, clone.base)
    begun = base or _as_far_as_known(root)
    brought = bring(begun, _here(root, {*begun, *new}), new, is_known=bool(base))
    moved = _commit(root, clone, base, new) if source is None and clone is not None else None
    if not (brought.files or brought.met or brought.stayed or moved):
        return brought, None
    wanted = brought.files | _remembered(root, new, has_archive=source is not None)
    try:
        swap(root, wanted, keep := new_keep(root) / "update", moved, step)
    finally:
        if moved is not None:
            moved.index.unlink(missing_ok=True)
    return brought, keep


def remember_shipped(root: Path) -> None:
    """Keep the workbook as it was when it was first used, for a copy whose history git does not know."""
    if not versions.is_clone(root) and not (root / SHIPPED).exists():
        (root / SHIPPED).parent.mkdir(exist_ok=True)
        unfinished = root / f"{SHIPPED}.{os.getpid()}"
        unfinished.write_bytes(versions.packed(versions.of_folder(root)))
        unfinished.replace(root / SHIPPED)


def told(brought: Brought, keep: Path | None, root: Path) -> Iterator[str]:
    """What an update has done, line by line."""
    if keep is None:
        yield "This is the newest version already: nothing was changed."
        return
    names = brought.files.items()
    gone = sum(file is None for _, file in names)
    changed = len(names) - len(brought.arrived) - gone
    if names:
        yield f"The new version is here. Files: {len(brought.arrived)} arrived, {changed} changed, {gone} went."
    else:
        yield "The new version is here, and changes no file of yours."
    for name, met in brought.met.items():
        parts = {"yours stay": met.stayed, "new or changed": met.arrived}
        said = "; ".join(f"{what}: {', '.join(f'{each}()' for each in its)}" for what, its in parts.items() if its)
        yield f"{name}: {said}." if said else f"{name}: what you wrote stays."
        for function, change in met.tasks.items():
            yield f"  The task of {function}() has changed:"
            yield from (f"    {line}".rstrip() for line in change)
    for name in brought.notebooks:
        yield f"{name}: what you wrote stays; of a cell that both have changed, both versions are there."
    for name in brought.stayed:
        yield f"{name}: it is no longer part of the workbook, but you have written in it, so it stays."
    for name in brought.replaced:
        yield f"{name}: you had changed it. The new one stands there, and yours is kept."
    if names:
        yield f"What was replaced is kept in {keep.relative_to(root)}; `python3 -m workbook undo` brings it back."
    if any(name.startswith("notebooks/") for name in brought.files):
        yield "In a notebook that is open in JupyterLab choose File, Reload Notebook from Disk."
    if {"pyproject.toml", "constraints.txt"} & brought.files.keys():
        yield "Other packages are needed now: `python3 -m workbook lab` installs them."


def _commit(root: Path, clone: Clone, base: Version, new: Version) -> Git | None:
    """The commit that HEAD is to become: the newest, or where the learner has made some, one that joins both."""
    index = root / git(root, "rev-parse", "--git-path", "workbook-update-index").decode().strip()
    after = clone.newest
    if clone.head != clone.base:
        own = versions.of_commit(root, clone.head)
        brought = bring(base, own, new)
        git(root, "read-tree", clone.head, index=index)
        told = []
        for name, file in brought.files.items():
            blob = git(root, "hash-object", "-w", "--stdin", given=file.content).decode().strip() if file else "0" * 40
            mode = "0" if file is None else "100755" if file.executable else "100644"
            told.append(f"{mode} {blob}\t{name}\0")
        git(root, "update-index", "-z", "--index-info", given="".join(told).encode(), index=index)
        tree = git(root, "write-tree", index=index).decode().strip()
        message = "A new version of the workbook"
        words = ["commit-tree", tree, "-p", clone.head, "-p", clone.newest, "-m", message]
        names = ["-c", "user.name=workbook", "-c", "user.email=workbook@localhost"]
        who = [] if versions.asked(root, "var", "GIT_COMMITTER_IDENT") else names
        after = git(root, *who, *words).decode().strip()
    git(root, "read-tree", after, index=index)
    return Git(clone.head, after, index)


def _here(root: Path, names: set[str]) -> Version:
    """Of these files, those that are there."""
    found = {}
    for name in names:
        place = root / name
        if place.is_file():
            found[name] = File(place.read_bytes(), bool(place.stat().st_mode & 0o100))
    return found


def _as_far_as_known(root: Path) -> Version:
    """What is known of the version that a copy was begun from, where nobody has kept it: its stubs, and its checks."""
    stubs = versions.of_folder(root / STUBS)
    checks = [f"checker/{path.name}" for path in (root / "checker").glob("test_ex*.py")]
    return {f"exercises/{name}": file for name, file in stubs.items()} | _here(root, set(checks))


def _remembered(root: Path, new: Version, has_archive: bool) -> dict[str, File | None]:
    """What `reset` and the next update will ask for."""
    found: dict[str, File | None] = {}
    for name, file in new.items():
        kept = f"{STUBS}/{name.removeprefix('exercises/')}"
        if name.startswith("exercises/") and name.endswith(".py") and (root / kept).exists():
            found[kept] = file
    if has_archive or (root / SHIPPED).exists():
        found[SHIPPED] = File(versions.packed(new))
    return found
