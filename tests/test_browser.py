"""A learner's first half hour, in a real JupyterLab in a real browser: read, run, solve, check, see green."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from workbook.learning.lessons import find
from workbook.setup.commands import LAB
from workbook.setup.workspace import FOLDER, address, opened_on

ROOT = Path(__file__).resolve().parent.parent
PARTS = ["workbook", "checker", "exercises", "solutions", "notebooks", "pyproject.toml"]
SCREENSHOTS = ROOT / "screenshots"
NO_NEWS = '{"fetchNews": "false", "checkForUpdates": false}'
IDLE = re.compile(r"Python 3 \(ipykernel\) \| Idle")

pytestmark = pytest.mark.browser


@dataclass
class Lab:
    """A JupyterLab that serves the project's copy at `folder`."""

    folder: Path
    url: str
    token: str

    def solve(self, exercise: str) -> None:
        """Write our solution over the exercise's stub, as a learner would write theirs."""
        self.put("solutions", exercise)

    def put(self, part: str, exercise: str) -> None:
        """Save what stands in a part of the project as the learner's exercise."""
        (self.folder / "exercises" / exercise).write_text((ROOT / part / exercise).read_text())

    def use_theme(self, theme: str) -> None:
        """ "JupyterLab Light" or "JupyterLab Dark", for pages opened from now on."""
        settings = self.folder.parent / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "notification.jupyterlab-settings").write_text(NO_NEWS)
        (settings / "themes.jupyterlab-settings").write_text(f'{{"theme": "{theme}"}}')

    def show_every_cell(self) -> None:
        """Also those that are out of sight, for pages opened from now on."""
        settings = self.folder.parent / "settings" / "@jupyterlab" / "notebook-extension"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    scratch = tmp_path_factory.mktemp("browser")
    copy = scratch / "workbook copy"  # with a space, as on many a learner's machine
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(source, copy / part)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = os.urandom(12).hex()
    homes = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        **{name: str(scratch / name.lower()) for name in homes},
        "JUPYTERLAB_WORKSPACES_DIR": str(copy / FOLDER),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "PYTHONPATH": str(copy),  # goes before the editable install, so that %check finds the copy
    }
    options = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    with (scratch / "jupyterlab.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *LAB, *options, f"--IdentityProvider.token={token}"],
            cwd=copy,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            lab = Lab(copy, f"http://127.0.0.1:{port}", token)
            wait_until_it_answers(f"{lab.url}/api?token={token}", server)
            yield lab
        finally:
            server.terminate()  # JupyterLab ends its kernels
            server.wait(timeout=30)


def wait_until_it_answers(url: str, server: subprocess.Popen) -> None:
    for _ in range(1200):
        assert server.poll() is None, "JupyterLab ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("JupyterLab did not answer")


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install -e '.[develop]'")
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if chromium is None:
        pytest.skip("needs a Chromium on the PATH, as Debian's package `chromium` installs")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, lab):
    """A page that may talk to our JupyterLab and to nobody else; whoever it asks besides is in `page.strangers`."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)  # milliseconds; a busy machine is slow, not wrong
    page.strangers = []

    def only_ours(route):
        if route.request.url.startswith((lab.url, "data:", "blob:")):
            route.continue_()
        else:
            page.strangers.append(route.request.url)
            route.abort()

    page.route("**/*", only_ours)
    yield page
    page.close()


def open_notebook(page, lab: Lab, notebook: str) -> None:
    page.goto(f"{lab.url}/lab/tree/notebooks/{notebook}?token={lab.token}&reset")
    # the cell's own indicator says idle before there is a kernel: the status bar knows
    page.get_by_text(IDLE).wait_for()


def run_all(page, lab: Lab, notebook: str) -> None:
    """Open the notebook and run every cell, as "Run All Cells" in the menu does."""
    open_notebook(page, lab, notebook)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(it => it.textContent)
            return prompts.length && !prompts.some(it => it.includes('*'))
        }"""
    )
    page.get_by_text(IDLE).wait_for()


def run_cell(page, source: str) -> None:
    """Run the one cell whose text begins with `source`, its lines joined, with Shift-Enter."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".cm-content", has_text=re.compile(f"^{re.escape(source)}")))
    cell.last.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def test_the_command_opens_the_first_lesson_and_keeps_the_exercises_and_the_solutions_in_reach(lab: Lab, page):
    page.goto(f"{lab.url}/?token={lab.token}")
    page.locator(".jp-Notebook h1", has_text="Start here").wait_for()
    files = page.locator(".jp-DirListing-content")
    page.locator(".jp-BreadCrumbs-home").click()
    for folder in ("exercises", "notebooks", "solutions"):
        files.get_by_text(folder, exact=True).wait_for()
    page.locator('.jp-Notebook a[href*="ex00_start_here.py"]').last.click()
    page.locator(".jp-FileEditor", has_text="async def").wait_for()
    page.locator(".lm-TabBar-tabLabel", has_text="ex00_start_here.py").wait_for()


@pytest.mark.parametrize(
    ("lesson", "theme"),
    [("00_start_here", "JupyterLab Light"), ("01_engine", "JupyterLab Dark")],
)
def test_a_lesson_is_read_solved_and_checked_in_jupyterlab(lab: Lab, page, lesson, theme):
    assert (lab.folder / "notebooks" / f"{lesson}.ipynb").exists()
    SCREENSHOTS.mkdir(exist_ok=True)
    lab.use_theme(theme)
    run_all(page, lab, f"{lesson}.ipynb")
    result = page.locator(".workbook-check").last
    result.wait_for()
    result.scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / f"{lesson}_run.png")
    assert page.locator('[data-mime-type*="error"], [data-mime-type*="stderr"]').count() == 0

    choice = page.locator(".MCButton").first
    choice.click()
    explanation = page.locator(".Feedback").first
    assert re.match("Yes|No", explanation.inner_text())
    page.wait_for_timeout(1000)  # its colour comes slowly
    page.screenshot(path=SCREENSHOTS / f"{lesson}_quiz.png")

    lab.solve(f"ex{lesson}.py")
    run_cell(page, "%reload_ext workbook%check")
    result.get_by_text("All green").wait_for()
    result.scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / f"{lesson}_green.png")
    assert "✓ passed" in result.inner_text()
    assert "✗" not in result.inner_text()
    assert page.strangers == [], "a lesson must not need the network"


@pytest.mark.parametrize(
    ("lesson", "theme"),
    [("02_sessions", "JupyterLab Dark"), ("05_eager_loading", "JupyterLab Light")],
)
def test_a_lesson_can_be_read_by_everybody_before_and_after_it_is_run(lab: Lab, page, lesson, theme):
    """axe-core finds nothing wrong with words, pictures and answers; the rest of the page is JupyterLab's own."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs pip install -e '.[develop]'").Axe()
    lab.use_theme(theme)
    lab.show_every_cell()
    open_notebook(page, lab, f"{lesson}.ipynb")
    ours = {"include": [[".jp-RenderedMarkdown"], [".jp-OutputArea-output"]]}
    page.locator(".jp-Notebook img.workbook-picture").first.wait_for(state="attached")
    assert [found["id"] for found in axe.run(page, ours).response["violations"]] == []
    run_all(page, lab, f"{lesson}.ipynb")
    page.locator(".MCButton").first.wait_for()
    assert [found["id"] for found in axe.run(page, ours).response["violations"]] == []


def test_what_is_to_be_decided_first_is_folded_until_it_is_run(lab: Lab, page):
    lab.show_every_cell()
    open_notebook(page, lab, "04_transactions.ipynb")
    decided = page.locator(".jp-MarkdownCell", has_text="Decide, then run it.").first.locator("xpath=following::*[1]")
    quiz = page.locator(".jp-CodeCell", has=page.locator(".workbook-quiz"))
    assert quiz.locator(".cm-content").count() == 0
    assert page.locator(".jp-OutputPlaceholder").count() > 3
    assert "".join(page.locator(".jp-OutputPlaceholder").all_inner_texts()).strip() == ""
    assert decided.count() == 1
    run_all(page, lab, "04_transactions.ipynb")
    assert page.locator(".jp-OutputPlaceholder").count() == 0


LOOP = ["%reload_ext workbook", "%check 00", "%hint 00", "%progress", "%solution 00 greeting", "%watch 00"]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_hint_progress_watch_and_the_solution_in_jupyterlab(lab: Lab, page, theme):
    SCREENSHOTS.mkdir(exist_ok=True)
    shots = f"loop_{theme.split()[1].lower()}"
    lab.use_theme(theme)
    lab.show_every_cell()
    lab.put("exercises", "ex00_start_here.py")
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = new_notebook(cells=list(map(new_code_cell, LOOP)), metadata={"kernelspec": kernel})
    nbformat.write(notebook, lab.folder / "notebooks" / "loop.ipynb")
    run_all(page, lab, "loop.ipynb")
    outputs = page.locator(".jp-CodeCell .jp-OutputArea")
    assert "Hint 1 of 3: it is taught in" in outputs.nth(2).inner_text()
    assert outputs.nth(2).locator('a[href*="00_start_here.ipynb"]').count() == 1
    assert re.search(r"00 Start here .* 0 of 1 solved[^$]*Next: ", outputs.nth(3).inner_text())
    assert "Ours is shown when yours passes" in outputs.nth(4).inner_text()
    watched = outputs.nth(5)
    watched.get_by_text("○ not solved yet").first.wait_for()
    page.screenshot(path=SCREENSHOTS / f"{shots}_before.png")
    lab.put("solutions", "ex00_start_here.py")
    watched.get_by_text("All green").wait_for()
    run_cell(page, "%progress")
    page.wait_for_function("() => document.querySelectorAll('.jp-OutputArea')[3].innerText.includes('1 of 1 solved')")
    run_cell(page, "%solution")
    outputs.nth(4).get_by_text("the database sees no difference").wait_for()
    assert "is no longer watched" in watched.inner_text(), "another cell ends it"
    for name, width in (("after", 1280), ("narrow", 480)):
        page.set_viewport_size({"width": width, "height": 1000})
        if name == "narrow":
            page.keyboard.press("Control+b")  # the list of files goes
        for number, what in ((2, "hint"), (4, "solution"), (5, "watch")):
            outputs.nth(number).scroll_into_view_if_needed()
            page.screenshot(path=SCREENSHOTS / f"{shots}_{name}_{what}.png")


def test_a_lesson_opens_beside_its_exercise_where_the_learner_has_left_it(lab: Lab, page):
    lesson = find(lab.folder, "01")
    assert lesson is not None
    assert opened_on(lab.folder, lesson)[-1].endswith(address(lesson))
    lab.use_theme("JupyterLab Light")
    page.goto(f"{lab.url}{address(lesson)}?token={lab.token}")
    page.locator(".jp-Notebook h1").first.wait_for()
    page.locator(".jp-FileEditor", has_text="async def").wait_for()
    page.get_by_text(IDLE).wait_for()
    notebook, editor = (page.locator(each).first.bounding_box() for each in (".jp-NotebookPanel", ".jp-FileEditor"))
    assert notebook["x"] + notebook["width"] <= editor["x"], "side by side"
    page.screenshot(path=SCREENSHOTS / "lesson_beside_exercise.png")


def test_opening_a_lesson_changes_nothing_but_the_version_of_python(lab: Lab, page):
    notebook = lab.folder / "notebooks" / "00_start_here.ipynb"
    before = json.loads(notebook.read_text())
    open_notebook(page, lab, "00_start_here.ipynb")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    after = json.loads(notebook.read_text())
    for it in (before, after):
        del it["metadata"]["language_info"]["version"]
    assert [cell for cell in after["cells"] if cell not in before["cells"]] == []
    assert after == before
