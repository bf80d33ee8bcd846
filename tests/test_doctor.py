"""The doctor says in a dozen lines what is here and what is missing, also where nothing is installed yet."""

import os
import subprocess
import sys

import pytest
from setting_up import BASE_PYTHON, PROJECT


def doctor(python=sys.executable, **variables):
    command = [python, "-c", "import workbook.setup.doctor; raise SystemExit(workbook.setup.doctor.main())"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120)


def test_where_everything_is_here_it_says_so():
    finished = doctor(DATABASE_URL="")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "MISSING" not in finished.stdout
    for subject in ("Python 3.", "packages: sqlalchemy 2", "database: ", "PostgreSQL: ", "confine a learner's code: "):
        assert subject in finished.stdout
    assert len(finished.stdout.splitlines()) <= 14


def test_where_nothing_is_installed_it_names_what_is_missing():
    if subprocess.run([BASE_PYTHON, "-c", "import sqlalchemy"], capture_output=True).returncode == 0:
        pytest.skip("the Python that made this environment has packages of its own")
    finished = doctor(python=BASE_PYTHON)
    assert (finished.returncode, finished.stderr) == (1, "")
    assert "MISSING  packages: sqlalchemy, aiosqlite, asyncpg" in finished.stdout
    assert "python3 -m workbook lab" in finished.stdout
    assert len(finished.stdout.splitlines()) <= 14


@pytest.mark.parametrize(
    "url", ["oracle://scott@nowhere/x", "this is no URL", "postgresql://nobody:secret@127.0.0.1:9/nothing"]
)
def test_a_database_that_cannot_be_used_is_missing_and_its_password_is_kept(url):
    finished = doctor(DATABASE_URL=url)
    assert (finished.returncode, finished.stderr) == (1, "")
    assert "MISSING  database: " in finished.stdout
    assert "secret" not in finished.stdout
