"""A room: everybody presses `%check 00` at the same moment, each in a kernel and a copy of their own (Linux).

    python tests/bench/bench_room.py [LEARNERS]

Everybody has saved the exercise some seconds before.  Prints the seconds until the last has a verdict, over those of
one cold command alone, and the memory (PSS, in MB) of each learner's kernel and of what it has started: without
resident judges, and with them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
from jupyter_client import KernelManager
from jupyter_client.blocking import BlockingKernelClient

ROOT = Path(__file__).parents[2]
PARTS = ("workbook", "checker", "exercises", "solutions", "notebooks")
EXERCISE, NOTEBOOK = "ex00_start_here.py", "00_start_here.ipynb"
PATIENCE = 300  # seconds for anything
AWHILE = 5  # seconds between saving the exercise and pressing, and between two presses


def copy_for(folder: Path, resident: bool) -> Path:
    """A learner's copy with exercise 00 solved; without `checker/resident.py` each run is a process of its own."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "solutions" / EXERCISE, folder / "exercises")
    if not resident:
        (folder / "checker" / "resident.py").unlink()
    return folder


def alone(copy: Path) -> float:
    """Seconds for one cold command with nobody else there."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "checker", "-k", "ex00"]
    subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
    return time.perf_counter() - begun


def execute(client: BlockingKernelClient, code: str) -> str:
    """Run a cell; what it showed.  Raise RuntimeError if it fails."""
    shown: list[str] = []
    reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=lambda said: shown.append(str(said)))
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"{code}: {reply['content']}")
    return "".join(shown)


def press(clients: list[BlockingKernelClient]) -> float:
    """Seconds until the last of all has a verdict, which must be that everything passed."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as learners:
        for said in learners.map(lambda client: execute(client, "%check 00"), clients):
            if "passed" not in said:
                raise RuntimeError(f"no verdict, or another one: {said[-1500:]}")
    return time.perf_counter() - begun


def memory(process: int) -> float:
    """The PSS of a process and all below it, in MB: what several share counts in parts."""
    all_of_it = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    found = 0
    for each in all_of_it:
        with suppress(psutil.NoSuchProcess):  # a worker that has just ended
            found += each.memory_full_info().pss
    return found / 2**20


def room(folder: Path, learners: int, resident: bool, cold: float) -> None:
    """Let everybody press twice, and print what it took."""
    copies = [copy_for(folder / f"{resident}-{number}", resident) for number in range(learners)]
    with ExitStack() as stack:
        clients, kernels = [], []
        for copy in copies:
            manager = KernelManager(kernel_name="python3")
            manager.start_kernel(cwd=str(copy / "notebooks"), env={**os.environ, "JPY_SESSION_NAME": NOTEBOOK})
            stack.callback(manager.shutdown_kernel, now=True)
            client = manager.blocking_client()
            client.start_channels()
            stack.callback(client.stop_channels)
            client.wait_for_ready(timeout=PATIENCE)
            execute(client, "%reload_ext workbook")
            clients.append(client)
            kernels.append(manager.provisioner.pid)
        before = sum(map(memory, kernels)) / learners
        for copy in copies:  # as everybody does before they press
            (copy / "exercises" / EXERCISE).touch()
        time.sleep(AWHILE)
        first = press(clients)
        time.sleep(AWHILE)  # in which what the first press began in the background ends
        second = press(clients)
        time.sleep(AWHILE)
        after = sum(map(memory, kernels)) / learners
    print(
        f"{'with' if resident else 'without'} resident judges: first press {first:.1f} s ({first / cold:.1f} of one "
        f"cold command), second {second:.1f} s ({second / cold:.1f}); "
        f"a learner {before:.0f} MB before, {after:.0f} MB after"
    )


def main() -> None:
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        warm = copy_for(Path(folder) / "alone", resident=True)
        alone(warm)  # compiles
        cold = alone(warm)
        print(f"{learners} at once; one cold command alone: {cold:.1f} s", flush=True)
        for resident in (False, True):
            room(Path(folder), learners, resident, cold)


if __name__ == "__main__":
    main()
