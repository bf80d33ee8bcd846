"""A version of the workbook as files by name: out of git, out of an archive, or as it lies in a folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from workbook.files.removing import remove
from workbook.files.swap import File
from workbook.setup.handout import CACHES, NOT_OURS
from workbook.setup.install import SetupProblem

Version = dict[str, File]
SHIPPED = ".workbook/shipped.tar.gz"  # what this copy was, or became by its last update, where git does not know


@dataclass(frozen=True)
class Clone:
    """A clone's history: HEAD, the newest commit of where it came from, and the one that both have begun from.

    Each is a commit, or "" where there is none.
    """

    head: str
    newest: str
    base: str


def git(root: Path, *words: str, given: bytes = b"", index: Path | None = None) -> bytes:
    """What git answers.  Raise SetupProblem with what it complains of."""
    environment = {**os.environ} | ({"GIT_INDEX_FILE": str(index)} if index else {})
    done = subprocess.run(["git", *words], cwd=root, env=environment, input=given, capture_output=True)
    if done.returncode != 0:
        raise SetupProblem(f"git {words[0]} said: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def is_clone(root: Path) -> bool:
    """Whether the copy at `root` is a repository of its own."""
    return (root / ".git").exists() and shutil.which("git") is not None


def asked(root: Path, *words: str) -> str:
    """What git answers in a line, or "" where it complains."""
    try:
        return git(root, *words).decode().strip()
    except SetupProblem:
        return ""


def history(root: Path, fetch: bool) -> Clone:
    """Where a clone stands; with what its origin has now, if that is to be fetched.  Raise SetupProblem."""
    for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "index.lock"):
        if (root / asked(root, "rev-parse", "--git-path", name)).exists():
            raise SetupProblem("git is in the middle of something here (`git status` says what): finish it first.")
    upstream = next(
        (each for each in ("@{upstream}", "origin/HEAD", "origin/main") if asked(root, "rev-parse", each)), ""
    )
    before = asked(root, "rev-parse", upstream) if upstream else ""
    if fetch:
        if not asked(root, "remote"):
            raise SetupProblem(
                "This clone knows no address to fetch from: name the new version's folder or archive, "
                "as in `python3 -m workbook update ~/Downloads/workbook.zip`."
            )
        try:
            git(root, "fetch", "--quiet")
        except SetupProblem as problem:
            raise SetupProblem(f"The new version cannot be fetched, and nothing was changed: {problem}") from None
    newest = asked(root, "rev-parse", upstream) if upstream else ""
    if fetch and not newest:
        raise SetupProblem("The branch you are on follows none of the origin's: `git switch main`, and update again.")
    head = asked(root, "rev-parse", "HEAD")
    common = next(filter(None, (asked(root, "merge-base", "HEAD", each) for each in (newest, before) if each)), "")
    # an origin that was made anew shares no history; and a copy without one began with its first commit
    base = common or before or asked(root, "rev-list", "--max-parents=0", "HEAD").partition("\n")[0]
    return Clone(head, newest, base)


def of_commit(root: Path, commit: str) -> Version:
    """The workbook as it was committed; {} for no commit."""
    return _of_tar(git(root, "archive", "--format=tar", commit)) if commit else {}


def of_shipped(root: Path) -> Version:
    """The workbook as it was when this copy was first used, or last updated; {} where nobody knows."""
    try:
        return _of_tar((root / SHIPPED).read_bytes())
    except (OSError, tarfile.TarError):
        return {}


def of_path(place: Path) -> Version:
    """The workbook in a folder or an archive.  Raise SetupProblem."""
    if place.is_dir():
        return _checked(place, of_folder(place))
    if not place.is_file():
        raise SetupProblem(f"There is no {place}: name the folder or the archive of the new version.")
    folder = Path(tempfile.mkdtemp(prefix="workbook-update-"))
    try:
        shutil.unpack_archive(place, folder, filter=None if place.suffix == ".zip" else "data")
        inside = [path for path in folder.iterdir() if path.name != "__MACOSX"]
        top = inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
        return _checked(place, of_folder(top))
    except (shutil.ReadError, OSError, EOFError, tarfile.TarError) as problem:
        raise SetupProblem(f"{place} cannot be unpacked ({problem}): it should be a .zip or a .tar.gz.") from None
    finally:
        remove(folder)


def of_folder(folder: Path) -> Version:
    """What belongs to the workbook of what lies in a folder: no caches, no environment, nobody's own."""
    found = {}
    for place, folders, names in os.walk(folder):
        inside = Path(place).relative_to(folder)
        top = inside == Path()
        folders[:] = [name for name in folders if name not in NOT_OURS and not (top and CACHES.fullmatch(name))]
        for name in names:
            path = Path(place, name)
            if name not in NOT_OURS and not path.is_symlink() and path.suffix not in (".pyc", ".sqlite"):
                executable = bool(path.stat().st_mode & 0o100)
                found[(inside / name).as_posix()] = File(path.read_bytes(), executable)
    return found


def packed(version: Version) -> bytes:
    """The same in an archive, as `of_shipped` reads it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
        for name, file in version.items():
            told = tarfile.TarInfo(name)
            told.size, told.mode = len(file.content), 0o755 if file.executable else 0o644
            archive.addfile(told, io.BytesIO(file.content))
    return out.getvalue()


def _of_tar(content: bytes) -> Version:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                found[member.name] = File(file.read(), bool(member.mode & 0o100))
    return found


def _checked(place: Path, version: Version) -> Version:
    if not {"workbook/__init__.py", "pyproject.toml"} <= version.keys():
        raise SetupProblem(f"{place} is no workbook: it has no pyproject.toml, or no workbook/__init__.py.")
    return version
