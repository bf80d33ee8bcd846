"""A workshop followed live: files arrive, the page shows who is where; nobody else is served, and nothing else."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from classes import DEAREST, HOSTILE, LESSON, NAME, SOLUTION, STUB, command, make_class
from test_browser import browser  # noqa: F401  # a fixture
from test_report_pages import CONTRAST, SIZES, WCAG
from variants import ROOT

from checker.classroom import live, live_page
from checker.reports.live import now, page
from workbook.files.whole import write_json

PATIENCE = 400  # seconds that a busy machine may take for a round


@dataclass
class Workshop:
    """A running `--live` and the folder that it follows."""

    folder: Path
    url: str
    process: subprocess.Popen[str]
    said: list[str]

    def arrives(self, learner: str, text: str) -> None:
        (self.folder / learner).mkdir(exist_ok=True)
        (self.folder / learner / f"{NAME}.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    top = tmp_path_factory.mktemp("live")
    (top / "in").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    asked = command(top / "in", top / "in" / "report", "--live", "--fresh")  # the report among what it follows
    running = subprocess.Popen(asked, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    assert running.stdout is not None
    first = running.stdout.readline()
    reading = threading.Thread(target=lambda: said.extend(running.stdout or ()), daemon=True)
    reading.start()
    found = re.search(r"http://127\.0\.0\.1:\d+/", first)
    assert found, first
    yield Workshop(top / "in", found[0], running, said)
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE) == 0
    reading.join()
    assert "The report is in" in said[-1]


def test_a_file_that_arrives_is_graded_and_told(workshop: Workshop):
    before = httpx.get(workshop.url, timeout=PATIENCE)
    assert "Waiting for the first file" in before.text
    with httpx.stream("GET", f"{workshop.url}events", timeout=PATIENCE) as events:
        workshop.arrives("Ada", SOLUTION)
        told = next(line for line in events.iter_lines() if line.startswith("data:"))
    assert told
    fragment = httpx.get(f"{workshop.url}now", timeout=PATIENCE).text
    assert "<html" not in fragment
    assert re.search(r'All solved</th>.*href="report/feedback/Ada/feedback.html">Ada</a>', fragment)
    report = httpx.get(f"{workshop.url}report/index.html", timeout=PATIENCE)
    assert "The class at a glance" in report.text
    kept = workshop.folder / "report" / "learners" / "Ada" / "result.json"
    assert kept.exists()
    assert httpx.get(f"{workshop.url}report/learners/Ada/result.json", timeout=PATIENCE).status_code == 404


def test_what_is_not_seen_in_a_file_is_not_going_round(workshop: Workshop):
    with httpx.stream("GET", f"{workshop.url}events", timeout=PATIENCE) as events:
        lines = events.iter_lines()
        workshop.arrives("Bo", SOLUTION.replace("await session", "session"))
        while ">Bo</a>" not in httpx.get(f"{workshop.url}now", timeout=PATIENCE).text:
            next(lines)
    told = json.loads(httpx.get(f"{workshop.url}report/results.json", timeout=PATIENCE).text)
    its = next(each["results"] for each in told["learners"] if each["learner"] == "Bo")
    assert {(each["outcome"], each["misconception"]) for each in its} == {("wrong", "")}
    assert "No misconception is seen" in httpx.get(f"{workshop.url}now", timeout=PATIENCE).text


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of three learners and two exercises, made by hand."""
    keys = [("ex01", "f", "one"), ("ex01", "f", "two"), ("ex01", "g", "three")]
    checks = [dict(zip(("exercise", "function", "check"), key, strict=True)) for key in keys]
    checks = [{**each, "points": 1, "misconception": f"do {each['check']}", "sentence": ""} for each in checks]

    def learner(name: str, *outcomes: str, status: str = "graded", why: str = "") -> dict:
        results = [{**each, "outcome": outcome} for each, outcome in zip(checks, outcomes, strict=False)]
        results = [{name: each[name] for name in ("exercise", "check", "outcome")} for each in results]
        return {"learner": name, "status": status, "refused": why, "results": results}

    learners = [
        learner("<b>ana", "passed", "passed", "wrong"),
        learner("ben", "passed", "wrong", "not solved yet") | {"person": {"name": "Ben of the roster"}},
        learner("chi", "passed", "passed", "passed"),
        learner("dov", "not solved yet", "not solved yet", "not solved yet"),
        learner("eli", status="refused", why="<i>no archive"),
        learner("fay", "raised", "raised", "raised"),
    ]
    write_json(tmp_path / "results.json", {"checks": checks, "learners": learners})
    return tmp_path


def test_everybody_is_at_the_first_exercise_begun_and_not_solved(report: Path):
    found = now(report)
    assert found is not None
    where = {its.function: ([name for name, _ in its.here], its.solved) for its in found.exercises}
    assert where == {"f": (["Ben of the roster", "dov", "fay"], 2), "g": (["<b>ana"], 1)}
    assert [name for name, _ in found.done] == ["chi"]
    assert found.others == [("eli", "feedback/eli/feedback.html", "<i>no archive")]
    whats = [(what, its.function, [name for name, _ in who]) for what, its, who in found.misconceptions]
    assert whats == [("do two", "f", ["Ben of the roster"]), ("do three", "g", ["<b>ana"])]


def test_nothing_of_a_learner_is_markup(report: Path):
    text = page(report, trouble="<u>")
    assert not re.search(r"<(b|i|u)>", text)
    assert "&lt;b&gt;ana" in text
    assert "&lt;i&gt;no archive" in text


async def test_only_the_report_is_served_and_only_to_who_asks_for_this_machine(report: Path):
    (report / "feedback" / "ana").mkdir(parents=True)
    for name in ("index.html", "run.json", "feedback/ana/feedback.html", "feedback/ana/junit.xml", "feedback.html"):
        (report / name).write_text("x")
    served = ["index.html", "feedback/ana/feedback.html"]
    others = ["run.json", "feedback/ana/junit.xml", "feedback/%2e%2e/feedback.html", "..%2frun.json", ".lock"]
    with live_page.listening("127.0.0.1:0") as sock:
        app = httpx.ASGITransport(live_page.Server(report, sock).app)
        async with httpx.AsyncClient(transport=app, base_url="http://localhost") as ask:
            for path in [*served, *others]:
                assert ((await ask.get(f"/report/{path}")).status_code == 200) == (path in served), path
            for path, status in {"/docs": 404, "/openapi.json": 404, "/now": 200, "/": 200}.items():
                assert (await ask.get(path)).status_code == status
            assert (await ask.post("/now")).status_code == 405
            assert (await ask.get("/now", headers={"Host": "elsewhere.example"})).status_code == 400
            assert (await ask.get("/now")).headers["cache-control"] == "no-store"


def test_it_listens_on_this_machine_alone_unless_told_otherwise():
    default = live_page.listening("127.0.0.1:0")
    with default:
        assert default.getsockname()[0] == "127.0.0.1"
    if socket.has_dualstack_ipv6():
        with live_page.listening("[::1]:0") as sock:
            assert live_page.Server(Path(), sock).url.startswith("http://[::1]:")
    for given in ("8000", "127.0.0.1:x", ":8000", "127.0.0.1:70000"):
        with pytest.raises(ValueError, match="a host and a port"):
            live_page.listening(given)


def test_what_grades_is_the_same_command_without_live():
    given = [
        "checker",
        "-k",
        "ex00",
        "--live",
        "--submissions",
        "in",
        "--live-at",
        "127.0.0.1:1",
        "--live-at=x",
        "-n",
        "2",
    ]
    assert live.without(given) == ["checker", "-k", "ex00", "--submissions", "in", "-n", "2"]


def test_what_cannot_be_followed_is_told(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": STUB})
    option = SimpleNamespace(submissions=str(folder), report=str(folder), live_at="127.0.0.1:0")
    config = SimpleNamespace(option=option, invocation_params=SimpleNamespace(dir=tmp_path, args=()))
    with pytest.raises(pytest.UsageError, match="another folder"):
        live.follow(config)  # type: ignore[arg-type]
    option.report, option.live_at = str(tmp_path / "out"), "nowhere"
    with pytest.raises(pytest.UsageError, match="give --live-at HOST:PORT"):
        live.follow(config)  # type: ignore[arg-type]
    option.submissions = None
    with pytest.raises(pytest.UsageError, match="--submissions"):
        live.follow(config)  # type: ignore[arg-type]


def test_the_first_grading_that_cannot_be_carried_out_ends_it(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": STUB})
    asked = command(folder, tmp_path / "out", "--live", "--roster", str(tmp_path / "none.csv"), asked=LESSON)
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert run.returncode == 4
    assert "none.csv cannot be read" in run.stderr


@pytest.mark.browser
def test_the_page_follows_what_arrives(workshop: Workshop, browser):  # noqa: F811
    # the last of all: Playwright's loop runs until its fixture ends, and no other can
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs pip install -e '.[develop]'").Axe()
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.goto(workshop.url)
    page.evaluate("window.isTheSame = true")
    workshop.arrives(HOSTILE, DEAREST)
    workshop.arrives("Eve", STUB)
    page.get_by_text("take another book than the cheapest").wait_for()
    rows = page.locator("section[aria-labelledby=where] tbody tr")
    page.wait_for_function("document.querySelector('section[aria-labelledby=where]').innerText.includes('Eve')")
    assert HOSTILE in rows.first.inner_text()
    assert page.locator("#now script").count() == 0
    for scheme in ("light", "dark"):
        for size in SIZES.values():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert page.evaluate(CONTRAST) == []
            violations = axe.run(page, options=WCAG).response["violations"]
            assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    workshop.arrives(HOSTILE, SOLUTION)
    page.get_by_text("No misconception is seen").wait_for()
    assert HOSTILE in rows.last.inner_text()
    assert page.evaluate("window.isTheSame"), "it was not loaded anew"
    page.get_by_role("link", name=HOSTILE).click()
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    assert said == []
    context.close()
