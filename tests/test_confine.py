"""Each part of a worker's confinement, seen from inside one: as we are, as an ordinary user, and without namespaces."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from variants import ROOT

from checker.confinement import seccomp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")

NOBODY = 65534
# what each attempt is, as the body of a function: it returns what it got, or raises what it was refused with
ATTEMPTS = {
    "reads the solutions": "return open('@ROOT@/solutions/ex00_start_here.py').read()",
    "reads the checks": "return open('@ROOT@/checker/test_ex00_start_here.py').read()",
    "reads another submission": "return open('@HOME@/other/ex00_start_here.py').read()",
    "reads passwords": "return open('/etc/shadow').read()",
    "reads processes": "return open('/proc/self/environ').read()",
    "lists processes": "return os.listdir('/proc')",
    "writes to its own folder": "open(os.path.join(os.path.dirname(__file__), 'new'), 'w')",
    "writes beside the scratch folder": "open('/tmp/new-of-a-worker', 'w')",
    "writes to shared memory": "open('/dev/shm/new-of-a-worker', 'w')",
    "changes a file's rights": "os.chmod('@HOME@/sentinel', 0)",
    "changes a file's times": "os.utime('@HOME@/sentinel', (0, 0))",
    "starts a process": "return os.fork()",
    "starts a program": "return subprocess.run(['/bin/true'])",
    "becomes a program": "os.execv('/bin/true', ['true'])",
    "connects by TCP": "return socket.create_connection(('127.0.0.1', @PORT@), 1)",
    "sends by UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', @PORT@))",
    "listens to every packet": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "connects by a path": "socket.socket(socket.AF_UNIX).connect('@HOME@/listener')",
    "connects by an abstract name": "socket.socket(socket.AF_UNIX).connect('\\0@ABSTRACT@')",
    "signals the judge": "os.kill(@JUDGE@, 0)",
    "traces": "return called('ptrace', 0, 0, 0, 0)",
    "makes namespaces": "return called('unshare', 0x10000000)",
    "takes much memory": "return len(bytearray(3 << 30))",
    "keeps memory without an address": "return os.memfd_create('x')",
    "opens many files": "return len([open('/dev/null') for _ in range(1000)])",
    "writes a large file": "file = open('large', 'wb'); file.seek(400 << 20); file.write(b'x'); file.flush()",
}
HARMLESS = {
    "sees the judge's environment": "return [name for name in os.environ if 'SECRET' in name or 'DATABASE' in name]",
    "writes to the scratch folder": "open('new', 'w').write('x'); return []",
    "keeps files of the judge open": "return [fd for fd in range(3, 200) if fd_is_open(fd) > 0]",
    "prints without end": "[print('x' * 1000) for _ in range(3000)]; return []",
    "reads the libraries": "import sqlalchemy; open(sqlalchemy.__file__).read(); return []",
    "starts a thread": "threading.Thread(target=print).start(); return []",
}
MODULE = """
import ctypes, os, socket, subprocess, sys, threading
from sqlalchemy import text


def fd_is_open(fd):
    try:
        return os.fstat(fd).st_size
    except OSError:
        return 0


def called(name, *arguments):
    code = getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments)
    if code:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def attempt(body):
    try:
        got = body()
        return got if isinstance(got, list) else repr(got)
    except BaseException as problem:
        return f"refused: {type(problem).__name__} {problem}"[:100]

"""


class Machine:
    """What the attempts aim at, and the files that are graded."""

    def __init__(self, home: Path):
        self.home = home
        (home / "other").mkdir()
        (home / "other" / "ex00_start_here.py").write_text("other")
        (home / "sentinel").write_text("kept")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.unix, self.abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        self.unix.bind(str(home / "listener"))
        self.unix.listen()
        self.abstract.bind(f"\0confine{os.getpid()}")
        self.abstract.listen()
        self.write()

    def write(self) -> None:
        attempts = {**ATTEMPTS, **HARMLESS}
        text = MODULE
        for number, body in enumerate(attempts.values()):
            text += f"def attempt_{number}():\n{textwrap.indent(body.replace('; ', chr(10)), '    ')}\n\n\n"
        listed = ", ".join(f"{name!r}: attempt(attempt_{number})" for number, name in enumerate(attempts))
        text += f"async def greeting(session):\n    return {{{listed}}}\n"
        places = {"ROOT": ROOT, "HOME": self.home, "PORT": self.tcp.getsockname()[1], "JUDGE": os.getpid()}
        for word, place in {**places, "ABSTRACT": f"confine{os.getpid()}"}.items():
            text = text.replace(f"@{word}@", str(place))
        (self.home / "mine").mkdir()
        (self.home / "mine" / "ex00_start_here.py").write_text(text)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="confine_"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def machine(home: Path) -> Machine:
    made = Machine(home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o777)
    return made


WAYS: dict[str, tuple[str, ...]] = {"as we are": ()}
if os.getuid() == 0 and shutil.which("setpriv"):
    WAYS["as an ordinary user"] = ("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups")
# a user namespace in which no other may be made, as on systems that allow none to ordinary users
NAMESPACES = subprocess.run(["unshare", "--user", "true"], capture_output=True).returncode == 0
"""Whether somebody who may do nothing else may make a user namespace here."""
REFUSED = (
    "unshare",
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"',
    "-",
)


def interpreter(prefix: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A Python that may be started behind `prefix`, and what it needs in its environment; else the test is skipped."""
    libraries = sysconfig.get_path("purelib")
    system = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"  # ours may lie in root's own home
    for program, path in ((sys.executable, str(ROOT)), (system, f"{ROOT}:{libraries}")):
        # a child of it: what starts it may still have the rights of root
        trial = f"import subprocess, sys, sqlalchemy; subprocess.run([{program!r}, '-c', ''], check=True)"
        env = {**os.environ, "PYTHONPATH": path}
        if subprocess.run([*prefix, program, "-c", trial], env=env, capture_output=True, cwd="/").returncode == 0:
            return program, {"PYTHONPATH": path}
    pytest.skip("an ordinary user cannot start a Python with the libraries here")


def run(machine: Machine, prefix: tuple[str, ...], database: str) -> tuple[dict[str, Any], str]:
    """What the attempts came to, and what is said not to be confined."""
    tmp = Path(tempfile.mkdtemp(prefix="tmp_", dir=machine.home))
    tmp.chmod(0o777)
    program, needed = interpreter(prefix)
    mine = machine.home / "mine" / "ex00_start_here.py"
    command = [*prefix, program, "tests/confined.py", str(mine), database]
    env = {**os.environ, "THE_SECRET": "x", "TMPDIR": str(tmp), "HOME": str(tmp), **needed}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert list(tmp.glob("check_*")) == [], "a scratch folder is left"
    said = json.loads(done.stdout)
    return said["found"], said["unconfined"]


@pytest.fixture(scope="module", params=[(way, base) for way in WAYS for base in ("sqlite", "postgres")], ids=" ".join)
def confined(request: pytest.FixtureRequest, machine: Machine) -> tuple[dict[str, Any], str, str]:
    way, database = request.param
    if database == "postgres":
        from workbook.postgres import server as postgres

        if way != "as we are":
            pytest.skip("the private server's password is ours alone")
        postgres.start()
    return (*run(machine, WAYS[way], database), database)


REASONS = ("PermissionError", "FileNotFoundError", "OSError [Errno 24]", "OSError [Errno 27]", "MemoryError")
REASONS += ("ProcessLookupError", "ConnectionRefusedError", "OSError [Errno 101]")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_worker_is_refused(confined, name: str):
    found, _, _ = confined
    assert str(found[name]).startswith(tuple(f"refused: {reason}" for reason in REASONS)), found[name]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_worker_may(confined, name: str):
    found, _, _ = confined
    assert found[name] == []


def test_what_is_missing_is_said_and_nothing_else(confined):
    _, said, database = confined
    lacking = [] if NAMESPACES else ["processes", *["sockets of other programs"] * (database == "postgres")]
    assert said == ", ".join(lacking)


def test_the_sentinel_is_as_it_was(confined, machine: Machine):
    assert (machine.home / "sentinel").read_text() == "kept"
    assert (machine.home / "sentinel").stat().st_mode & 0o777 == 0o777


@pytest.mark.skipif(not NAMESPACES or seccomp.library() is None, reason="user namespaces cannot be refused here")
def test_all_of_it_once_more_where_user_namespaces_are_refused():
    """As in Docker, on most hubs and on Ubuntu since 24.04."""
    command = [sys.executable, "tests/no_namespaces.py", sys.executable, "-m", "pytest", "-q", "-p", "no:xdist"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, __file__], cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture(scope="module")
def fallback(machine: Machine) -> tuple[dict[str, Any], str]:
    if not NAMESPACES:
        pytest.skip("that is how things are here")
    return run(machine, REFUSED, "sqlite")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_without_namespaces_a_worker_is_refused_too(fallback, name: str):
    assert str(fallback[0][name]).startswith("refused"), fallback[0][name]


def test_without_namespaces_that_is_said(fallback):
    assert fallback[1] == "processes"


def test_required_confinement_refuses_to_run_without(machine: Machine):
    command = [*REFUSED * NAMESPACES, sys.executable, "-m", "pytest", "checker", "-p", "no:cacheprovider", "-k", "ex00"]
    env = {**os.environ, "TMPDIR": str(machine.home)}
    for required in (False, True):
        options = ["--database", "sqlite", "--submission", "solutions", *["--require-confinement"] * required]
        done = subprocess.run([*command, *options], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
        said = done.stdout + done.stderr
        if required:
            assert done.returncode == pytest.ExitCode.USAGE_ERROR
            assert "Workers cannot be confined here: processes." in said
        else:
            assert done.returncode == 0, said
            assert "Not confined here: processes." in said
