"""The hub of docs/hub.md: its own lines, with other folders and ports, in an environment that is made once."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import httpx
import psutil
from hub_accounts import with_accounts
from variants import ROOT

GUIDE = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
ENVIRONMENT = ROOT / ".venv-hub"
PATIENCE = 300  # seconds for anything that starts
# what the test needs beside the recipe: no port that somebody else may have
OWN_PORTS = """
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
"""


def blocks(language: str) -> list[str]:
    """The guide's blocks of this language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The guide's commands, one a line."""
    return [line for block in blocks("sh") for line in block.splitlines()]


def command(start: str) -> str:
    """The one command of the guide that begins so, or the first of several that are the same."""
    found = {line for line in commands() if line.startswith(start)}
    assert len(found) == 1, f"the guide has {len(found)} commands that begin with {start!r}"
    return found.pop()


class Hub:
    """The recipe carried out in a folder: `url` is where the hub answers, `link` what learners are given."""

    def __init__(self, folder: Path, checkout: Path) -> None:
        self.folder, self.checkout = folder, checkout
        self.lab, self.homes = folder / "lab", folder / "homes"
        with socket_numbers(4) as (hub, proxy, outside, git):
            self.ports = {"hub": hub, "proxy": proxy}
            self.others = {
                "8000": str(outside),
                "9418": str(git),
                "/srv/hub": str(ENVIRONMENT),
                "/srv": str(folder),
                "/home": str(self.homes),
            }
        self.url = f"http://127.0.0.1:{outside}"
        [self.link] = [self.here(line.strip()) for line in blocks("text") if "git-pull" in line]
        self.repository = httpx.URL(self.link).params["repo"]

    def here(self, text: str) -> str:
        """A line of the guide, with the folders and ports of this hub."""
        return re.sub("|".join(self.others), lambda found: self.others[found[0]], text)

    def words(self, line: str) -> list[str]:
        """A command's words, one by one: the folders may have a space in them."""
        return [self.here(word) for word in shlex.split(line)]

    def run(self, line: str, cwd: Path, *more: str) -> None:
        """A command of the guide, to its end; raise AssertionError with what it said if it fails."""
        words = [sys.executable if word == "python3" else word for word in self.words(line)]
        done = subprocess.run([*words, *more], cwd=cwd, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}: {done.stdout[-2000:]}{done.stderr[-2000:]}"

    def hand_out(self, lab: Path) -> None:
        self.run(command("python3 -m workbook handout"), self.checkout, "--lab", str(lab))

    def install(self) -> None:
        """Make the environment, unless it was made by these lines for this version."""
        lines = [command("python3 -m venv"), command("/srv/hub/bin/python -m pip"), command("npm install")]
        inside = [self.lab / name for name in ("pyproject.toml", "constraints.txt", "workbook/__init__.py")]
        key = sha256(b"\0".join([*map(str.encode, lines), sys.version.encode(), *(f.read_bytes() for f in inside)]))
        stamp = ENVIRONMENT / "made-for"
        if not stamp.exists() or stamp.read_text() != key.hexdigest():
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            for line in lines:
                self.run(line, self.lab)
            stamp.write_text(key.hexdigest())

    @contextmanager
    def running(self, accounts: list[str]) -> Iterator[None]:
        """The git server and the hub, with an account for each of these names, or one for all if there are none."""
        settings, without_accounts = map(self.here, blocks("python"))
        text = settings + OWN_PORTS.format(**self.ports) + ("" if accounts else without_accounts)
        (self.folder / "jupyterhub_config.py").write_text(text)
        before = with_accounts(accounts, self.folder, [Path(sys.base_prefix), ENVIRONMENT]) if accounts else []
        words = shlex.split(command("cd /srv/hub").partition("&& ")[2])
        words[0] = str(ENVIRONMENT / words[0])
        git = self.words(command("git daemon"))
        with self.started(git, "git.log"), self.started([*before, *words], "hub.log") as process:
            self.wait_for(process)
            yield

    @contextmanager
    def started(self, words: list[str], log: str) -> Iterator[subprocess.Popen[bytes]]:
        """A server, which is ended with all that it has started."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        with (self.folder / log).open("wb") as said:
            process = subprocess.Popen(words, cwd=self.folder, env=kept, stdout=said, stderr=said)
        try:
            yield process
        finally:
            all_of_it = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            for left in psutil.wait_procs(all_of_it, 10)[1]:
                left.kill()

    def wait_for(self, process: subprocess.Popen[bytes]) -> None:
        """Until the hub answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                if httpx.get(f"{self.url}/hub/api/").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(f"the hub does not answer: {(self.folder / 'hub.log').read_text()[-3000:]}")


@contextmanager
def socket_numbers(how_many: int) -> Iterator[list[int]]:
    """Numbers of ports that nobody uses now."""
    sockets = [socket.socket() for _ in range(how_many)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        yield [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
