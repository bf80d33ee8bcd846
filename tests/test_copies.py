"""The copy you stand in counts, wherever the environment came from: nobody's command grades another's exercises."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from classes import SOLUTION
from variants import ROOT

PARTS = ["workbook", "checker", "exercises", "solutions", "notebooks"]
SHOWN = "import workbook, checker, workbook.project as p; print(workbook.__file__, checker.__file__, p.ROOT, sep='\\n')"


def copy_of_the_workbook(folder: Path, *, solved: bool) -> Path:
    """A learner's copy, with exercise 00 solved or not."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    if solved:
        (folder / "exercises" / "ex00_start_here.py").write_text(SOLUTION, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_workbook(tmp_path_factory.mktemp("learner") / "my work ü", solved=True)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_workbook(tmp_path_factory.mktemp("hub") / "workbook", solved=False)


@pytest.fixture(scope="module", params=["editable", "installed", "dependencies"])
def python(request: pytest.FixtureRequest, theirs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A shared environment, read-only: made from another copy, editable or not; or with the packages alone."""
    venv = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(venv)}))
    paths = [sysconfig.get_path("purelib")]  # its packages, but not what its .pth files add: our own copy
    if request.param == "editable":
        paths.append(str(theirs))
    if request.param == "installed":
        for part in ("workbook", "checker"):
            shutil.copytree(theirs / part, site / part)
    (site / "shared.pth").write_text("\n".join(paths))
    site.chmod(0o555)
    yield str(venv / "bin" / "python")
    site.chmod(0o755)


def run(python: str, *words: str, cwd: Path) -> str:
    done = subprocess.run([python, *words], cwd=cwd, capture_output=True, text=True, timeout=200)
    return done.stdout + done.stderr


def alone(python: str) -> bool:
    """Whether the environment has the packages alone."""
    return "No module named" in run(python, "-c", "import workbook", cwd=Path("/"))


@pytest.mark.parametrize("folder", [".", "notebooks", "exercises"])
def test_what_is_imported_is_that_of_the_copy(python: str, mine: Path, theirs: Path, folder: str):
    if alone(python) and folder != ".":
        pytest.skip("nothing is installed that could look around: `python -m` in the copy's own folder is the way")
    said = run(python, "-c", SHOWN, cwd=mine / folder).splitlines()
    assert said == [str(mine / "workbook" / "__init__.py"), str(mine / "checker" / "__init__.py"), str(mine)]


def test_the_checks_grade_the_copy(python: str, mine: Path, theirs: Path):
    assert "3 passed" in run(python, "-m", "pytest", "checker", "-k", "ex00", cwd=mine)
    if not alone(python):
        script = "import sys; sys.path.pop(0); import pytest; sys.exit(pytest.main(sys.argv[1:]))"  # as `pytest` itself
        assert "3 passed" in run(python, "-c", script, "checker", "-k", "ex00", cwd=mine)
        other = run(python, "-c", script, str(mine / "checker"), "-k", "ex00", cwd=theirs)
        assert "give the command in the folder of the copy that you mean" in other or "3 passed" in other


def test_a_notebook_grades_the_copy_it_lies_in(python: str, mine: Path, theirs: Path):
    if alone(python):
        pytest.skip("a notebook needs the workbook installed, whichever copy it is of")
    code = "get_ipython().run_line_magic('reload_ext', 'workbook'); print(get_ipython().run_line_magic('check', '{}'))"
    green = run(python, "-m", "IPython", "-c", code.format("00"), cwd=mine / "notebooks")
    assert "not solved" not in green
    assert "passed" in green or "✓" in green
    theirs_too = run(python, "-m", "IPython", "-c", code.format("00"), cwd=theirs / "notebooks")
    assert "not solved yet" in theirs_too
    nowhere = run(python, "-m", "IPython", "-c", code.format("00"), cwd=mine.parent)
    assert "This notebook lies in no copy of the workbook" in nowhere


def test_an_environment_for_another_version_is_told(python: str, mine: Path, tmp_path: Path):
    newer = shutil.copytree(mine, tmp_path / "newer")
    project = newer / "pyproject.toml"
    project.write_text(
        project.read_text().replace('    "httpx>=0.28",', '    "httpx>=999",\n    "no-such-package>=1",')
    )
    said = run(python, "-m", "pytest", "checker", "-k", "ex00", cwd=newer)
    assert "made for another version of the workbook: httpx>=999, no-such-package>=1" in said
    assert "another version" not in run(python, "-m", "pytest", "checker", "-k", "ex00", cwd=mine)


def test_a_file_of_checks_that_cannot_be_read_is_shown(mine: Path, tmp_path: Path):
    broken = shutil.copytree(mine, tmp_path / "broken")
    (broken / "checker" / "test_ex00_start_here.py").write_text("import nothing_of_this_name\n")
    said = run(sys.executable, "-m", "pytest", "checker", "-k", "ex00", cwd=broken)
    assert "checker/test_ex00_start_here.py cannot be read:" in said
    assert "No module named 'nothing_of_this_name'" in said
