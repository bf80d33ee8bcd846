"""Accounts that exist for one command and what it starts: none is made on the machine (Linux, as root)."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

FIRST = 71001  # a number that no account of a machine has
NOBODYS_GROUP = 65534

# in a namespace of mounts, which ends with the command: another /etc/passwd; and a layer over folders that only root
# may pass, where an interpreter lies in one
SCRIPT = """\
set -e
mount --bind "$1/passwd" /etc/passwd
mount -t tmpfs -o mode=755 tmpfs "$1/layers"
number=0
while [ -s "$1/shut" ] && read -r shut; do
    number=$((number + 1))
    mkdir -p "$1/layers/$number/up" "$1/layers/$number/work"
    mount -t overlay -o "lowerdir=$shut,upperdir=$1/layers/$number/up,workdir=$1/layers/$number/work" overlay "$shut"
    chmod o+x "$shut"
done < "$1/shut"
shift
exec "$@"
"""


def possible() -> bool:
    """Whether accounts can be had here: by root, where there are namespaces of mounts and layers."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0


def with_accounts(names: list[str], folder: Path, passing: list[Path]) -> list[str]:
    """What to put before a command so that these accounts are there, each with a home in `folder`/homes.

    They may pass to the paths in `passing`, whatever folder these lie in.
    """
    (folder / "layers").mkdir()
    lines = Path("/etc/passwd").read_text().splitlines()
    for number, name in enumerate(names, FIRST):
        home = folder / "homes" / name
        home.mkdir(parents=True)
        os.chown(home, number, NOBODYS_GROUP)
        home.chmod(0o700)
        lines.append(f"{name}:x:{number}:{NOBODYS_GROUP}::{home}:/bin/sh")
    (folder / "passwd").write_text("\n".join(lines) + "\n")
    shut = {parent for path in passing for parent in path.resolve().parents if not parent.stat().st_mode & stat.S_IXOTH}
    (folder / "shut").write_text("".join(f"{each}\n" for each in sorted(shut)))
    return ["unshare", "--mount", "sh", "-c", SCRIPT, "sh", str(folder)]
