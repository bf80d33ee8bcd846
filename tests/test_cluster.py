"""A class graded on a Dask cluster: a real scheduler and two real workers on the loopback, one of them killed."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from variants import ROOT, variants

pytest.importorskip("distributed", reason="needs the extra [cluster]")
from distributed import Client

CHECK = "checker/test_ex00_start_here.py"
NUMBER = 12


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """The address of a scheduler, and its two workers' processes."""
    address = f"tcp://127.0.0.1:{(port := free_port())}"
    log = (tmp_path / "dask.log").open("w")
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    scheduler = subprocess.Popen([*command, "--no-dashboard"], stdout=log, stderr=log)
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    workers = [
        # without a nanny, which would start it again
        subprocess.Popen([*command, "--no-nanny", "--local-directory", str(tmp_path)], stdout=log, stderr=log, cwd=ROOT)
        for _ in range(2)
    ]
    try:
        with Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers
    finally:
        for process in [*workers, scheduler]:
            process.terminate()
            process.wait(20)
        log.close()


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """A dozen submissions: wrong ones, right ones, stubs."""
    answers = variants("ex00_start_here")
    for number in range(NUMBER):
        folder = tmp_path / "in" / f"learner {number:02d}"
        folder.mkdir(parents=True)
        (folder / "ex00_start_here.py").write_text(answers[number % len(answers)].text, encoding="utf-8")
    return tmp_path / "in"


def command(submissions: Path, out: Path, *options: str) -> list[str]:
    base = [sys.executable, "-m", "pytest", CHECK, "--submissions", str(submissions), "--report", str(out)]
    return [*base, "--seed", "4", *options]


def grades(out: Path) -> dict[str, list[tuple[str, str]]]:
    """Each learner's outcomes and messages."""
    found = {}
    for path in sorted((out / "learners").glob("*/result.json")):
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        found[path.parent.name] = [(result["outcome"], result["message"]) for result in results]
    return found


def test_the_grades_equal_the_local_ones_though_a_worker_is_killed(cluster, submissions: Path, tmp_path: Path):
    address, workers = cluster
    local, remote = tmp_path / "local", tmp_path / "remote"
    subprocess.run(command(submissions, local), cwd=ROOT, capture_output=True, timeout=240)
    run = subprocess.Popen(command(submissions, remote, "--scheduler", address), cwd=ROOT, stdout=subprocess.DEVNULL)
    while len(grades(remote)) < 3 and run.poll() is None:
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    run.wait(240)
    assert len(grades(local)) == NUMBER
    assert grades(remote) == grades(local)
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(submissions: Path, tmp_path: Path):
    address = f"tcp://127.0.0.1:{free_port()}"
    run = subprocess.run(
        command(submissions, tmp_path / "out", "--scheduler", address), cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode != 0
    told = run.stderr + run.stdout
    assert f"No Dask scheduler with a worker answers at {address}" in told
    assert "Traceback" not in told
