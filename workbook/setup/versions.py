"""A version of the workbook as files by name: out of git, out of an archive, or as it lies in a folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

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
    try:  # read, not unpacked: what an archive calls its files leads nowhere
        if zipfile.is_zipfile(place):
            with zipfile.ZipFile(place) as archive:
                entries = [each for each in archive.infolist() if not each.is_dir()]
                found = {each.filename: File(archive.read(each), _is_executable(each)) for each in entries}
        else:
            found = _of_tar(place.read_bytes())
    except (OSError, EOFError, ValueError, tarfile.TarError, zipfile.BadZipFile, zlib.error) as problem:
        why = str(problem).partition(":")[0]  # tarfile goes on with all it has tried
        raise SetupProblem(f"{place} cannot be read ({why}): it should be a .zip or a .tar.gz.") from None
    paths = {PurePosixPath(name): file for name, file in found.items() if not name.startswith("__MACOSX/")}
    tops = {path.parts[0] for path in paths}
    if (
        len(tops) == 1 < min(len(path.parts) for path in paths)
    ):  # as an archive of a repository has it: all is in one folder
        paths = {path.relative_to(path.parts[0]): file for path, file in paths.items()}
    return _checked(place, {path.as_posix(): file for path, file in paths.items() if _is_ours(path)})


def of_folder(folder: Path) -> Version:
    """What belongs to the workbook of what lies in a folder: no caches, no environment, nobody's own."""
    found = {}
    for place, folders, names in os.walk(folder):
        inside = PurePosixPath(Path(place).relative_to(folder).as_posix())
        folders[:] = [name for name in folders if _is_ours(inside / name)]
        for name in names:
            path = Path(place, name)
            if _is_ours(inside / name) and not path.is_symlink():
                found[str(inside / name)] = File(path.read_bytes(), bool(path.stat().st_mode & 0o100))
    return found


def _is_ours(path: PurePosixPath) -> bool:
    parts = {"..", *NOT_OURS} & {*path.parts}
    return not (path.is_absolute() or parts or CACHES.fullmatch(path.parts[0]) or path.suffix in (".pyc", ".sqlite"))


def _is_executable(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.external_attr >> 16 & 0o100)


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
