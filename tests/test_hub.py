"""A class on a JupyterHub, by docs/hub.md: three learners pull, solve and check, and pull what was corrected."""

from __future__ import annotations

import asyncio
import copy
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hub_accounts
import pytest
import yaml
from classes import BODY, SOLUTION
from hub_learner import Kernel, Learner, is_valid
from hub_recipe import GUIDE, Hub, command
from packaging.requirements import Requirement
from test_copies import copy_of_the_workbook
from variants import ROOT

NAMES = ["ana", "ben", "chi"]
NOTEBOOK, NEW = "lab/notebooks/00_start_here.ipynb", "lab/notebooks/01_engine.ipynb"
EXERCISE = "lab/exercises/ex00_start_here.py"
OWN_CELL = {"cell_type": "code", "id": "of-ana", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": 1}
MENDED = "The lowest `price` counts: this sentence was mended."

lacking = [name for name in ("git", "node", "npm") if not shutil.which(name)]
needs_a_hub = [
    pytest.mark.skipif(bool(lacking), reason=f"no {', '.join(lacking)} here, which a hub needs (.ci/run installs it)"),
    pytest.mark.skipif(sys.platform == "win32", reason="JupyterHub does not run on Windows"),
]


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """The recipe carried out: for three accounts where root can have them for a while, else for the one we are."""
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    folder.chmod(0o755)
    checkout = copy_of_the_workbook(folder / "checkout", solved=False)
    for name in (".gitattributes", ".gitignore", "README.md", "constraints.txt", "environment.yml"):
        shutil.copy(ROOT / name, checkout)
    try:
        hub = Hub(folder, checkout)
        hub.hand_out(lab(hub, "00"))
        hub.install()
        with hub.running(NAMES if hub_accounts.possible() else []):
            yield hub
    finally:
        shutil.rmtree(folder)


def lab(hub: Hub, *lessons: str) -> Path:
    file = hub.folder / "lab.toml"
    file.write_text(f'title = "Week {len(lessons)}"\nexercises = {json.dumps(lessons)}\n')
    return file


@pytest.fixture
async def learners(hub: Hub) -> list[Learner]:
    """All three, logged in by the link that they were given, with the lab in their homes."""
    found = [Learner(hub, name) for name in NAMES]
    pages = await asyncio.gather(*(learner.log_in("the room's") for learner in found))
    assert all("git-pull" in page or "nbgitpuller" in page for page in pages)
    await asyncio.gather(*(learner.pull() for learner in found))
    return found


def correct(hub: Hub) -> None:
    """The instructor mends a notebook and a task, adds a lesson, and hands out again."""
    notebook = hub.checkout / "notebooks" / "00_start_here.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["id"] in ("cell-03", "cell-17"):
            cell["source"] = [MENDED]
        if cell["id"] == "cell-16":
            cell["source"] = [*cell["source"], "  # mended"]
    notebook.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    exercise = hub.checkout / "exercises" / "ex00_start_here.py"
    text = exercise.read_text(encoding="utf-8")
    assert "The book with the lowest `price` is meant" in text
    exercise.write_text(text.replace("The book with the lowest `price` is meant", MENDED), encoding="utf-8")
    hub.hand_out(lab(hub, "00", "01"))


def source_of(notebook: dict, name: str) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell.get("id") == name]


def everything_in(notebook: dict) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"]]


class TestThreeLearners:
    """One morning, told in one test: what came before is what the next step stands on."""

    pytestmark = needs_a_hub

    async def test_nobody_loses_work_and_everybody_gets_what_is_new(self, hub: Hub, learners: list[Learner]):
        ana, ben, chi = learners
        kernels = await asyncio.gather(*(learner.open(NOTEBOOK) for learner in learners))
        pairs = zip(learners, kernels, strict=True)
        await asyncio.gather(*(learner.run_all(NOTEBOOK, kernel) for learner, kernel in pairs))

        # ana and ben solve, each in their copy; ana writes into the notebook, chi into files of her own
        for learner in (ana, ben):
            await learner.save(EXERCISE, SOLUTION)
        written = await ana.read(NOTEBOOK)
        places = {cell["id"]: place for place, cell in enumerate(written["cells"])}
        written["cells"][places["cell-16"]]["source"] += "  # ana's"
        written["cells"].insert(places["cell-07"] + 1, copy.deepcopy(OWN_CELL))
        await ana.save(NOTEBOOK, written)
        await chi.save("lab/exercises/notes.md", "chi's")
        await chi.save(NEW, {"cells": [copy.deepcopy(OWN_CELL)], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        await self.verdicts(kernels)

        correct(hub)
        await asyncio.gather(*(learner.pull() for learner in learners))
        await self.verdicts(kernels)

        # what is new
        shipped = json.loads((hub.lab / "notebooks" / "01_engine.ipynb").read_text(encoding="utf-8"))
        for learner in learners:
            notebook, new = await learner.read(NOTEBOOK), await learner.read(NEW)
            assert is_valid(notebook)
            assert is_valid(new)
            assert everything_in(new) == everything_in(shipped)
            assert source_of(notebook, "cell-03") == source_of(notebook, "cell-17") == [MENDED]
            assert MENDED in await learner.read(EXERCISE)
            said = await (await learner.open(NEW)).check("01")
            assert "ex01_engine: 0 of" in said
            assert "not solved yet" in said

        # what was written
        for learner in (ana, ben):
            assert BODY in await learner.read(EXERCISE)
        assert await chi.read(EXERCISE) == (hub.lab / "exercises" / "ex00_start_here.py").read_text(encoding="utf-8")
        notebook = await ana.read(NOTEBOOK)
        assert source_of(notebook, "of-ana") == [OWN_CELL["source"]]
        both = [text for text in everything_in(notebook) if text.startswith("fullest = ")]
        assert [text.rpartition("  # ")[2] for text in both] == ["ana's", "mended"]
        assert await chi.read("lab/exercises/notes.md") == "chi's"
        beside = (await chi.http.get("api/contents/lab/notebooks")).json()["content"]
        [kept] = [each["path"] for each in beside if each["name"].startswith("01_engine__")]
        assert everything_in(await chi.read(kept)) == [OWN_CELL["source"]]

        hub.run(command("python3 -m pytest checker"), hub.checkout)
        rows = csv.DictReader((hub.folder / "report" / "grades.csv").open(encoding="utf-8-sig", newline=""))
        assert {row["Learner"]: row["ex00_start_here"] for row in rows} == {"ana": "3", "ben": "3", "chi": "0"}

        # a second copy is graded for itself
        await ana.pull(into="again")
        assert "not solved yet" in await (await ana.open(NOTEBOOK.replace("lab", "again", 1))).check("00")

    async def verdicts(self, kernels: list[Kernel]) -> None:
        """`%check 00`, everybody at once: ana and ben have solved it, chi has not."""
        ana, ben, chi = await asyncio.gather(*(kernel.check("00") for kernel in kernels))
        for said in (ana, ben):
            assert "ex00_start_here: 3 of 3 points" in said
        assert "ex00_start_here: 0 of 3 points" in chi
        assert "not solved yet" in chi


def test_conda_installs_the_nbgitpuller_of_the_recipe_and_the_rest_of_it_stands_in_the_project():
    words = command("/srv/hub/bin/python -m pip install").split()
    [*_, conda] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pinned = {word.partition("==")[0]: word for word in words if "==" in word}
    assert set(pinned) == {"jupyterhub", "nbgitpuller"}
    assert conda == {"pip": [".", pinned["nbgitpuller"]]}, "repo2docker brings the hub's part of its own"
    assert '".[postgres]"' in words
    assert all(Requirement(word) for word in pinned.values())
    assert "environment.yml" in GUIDE
