"""`%check`: what it runs, what it shows, and what it says when nothing can be shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from workbook.learning.lessons import Lesson
from workbook.notebook.feedback import Feedback, Note
from workbook.notebook.magic import SECONDS_A_CHECK, check, run

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "<script>alert('ho & hum')</script>"


def result(function: str, outcome: str, **more) -> dict:
    return {
        "exercise": "ex02_sessions",
        "function": function,
        "check": f"test_{function}",
        "sentence": f"{function}() keeps its promise.",
        "outcome": outcome,
        "message": "",
        "where": "",
        "points": 1,
        "seconds": 0.02,
    } | more


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one lesson, and a checker that does what `answers()` says."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # as the real checker does, for speed
    for folder in ("checker", "exercises", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "checker" / "test_ex02_sessions.py").write_text("def test_one(): ...\nasync def test_two(): ...\n")
    (tmp_path / "exercises" / "ex02_sessions.py").write_text(
        "\n\nasync def add_user(): ...\n\n\ndef find_user(): ...\n"
    )
    for name in ("01_engine", "02_sessions", "03_dependency_injection"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text("{}")
    return tmp_path


def answers(project: Path, rows: list[dict] | None, before: str = "") -> None:
    """Let the project's checker do what `before` says, then write these results, if any."""
    data = json.dumps({"version": 1, "seed": 7, "database": "sqlite", "results": rows})
    writes = "" if rows is None else f"open(config.option.results, 'w').write({data!r})"
    (project / "checker" / "conftest.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--results')\n\n"
        f"def pytest_configure(config):\n{textwrap.indent(before + writes or 'pass', '    ')}\n"
    )


def test_a_failure_is_told_with_its_line_and_what_to_do_next(project):
    message = f"expected 2, saw 1\nex02_sessions.py:3: {HOSTILE}"
    rows = [
        result("add_user", "passed"),
        result("add_user", "wrong", message=message, where="ex02_sessions.py:3"),
        result("find_user", "not solved yet"),
    ]
    answers(project, rows)
    shown = check("02", project)
    text, html = repr(shown), shown._repr_html_()
    assert "1 of 3 points" in text
    assert "✗ wrong" in text
    assert "expected 2, saw 1" in text
    assert text.endswith("Mend add_user() in exercises/ex02_sessions.py, line 3, save, and check again.")
    assert "<details open>" in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_the_learners_line_is_added_where_the_message_lacks_it(project):
    answers(project, [result("add_user", "raised", message="ValueError", where="ex02_sessions.py:3")])
    assert "ex02_sessions.py:3:  async def add_user(): ..." in repr(check("02", project))


def test_it_says_which_state_was_judged_and_where_one_is(project):
    checks = "@mark.exercise('add_user')\ndef test_one(): ...\n"
    (project / "checker" / "test_ex02_sessions.py").write_text(checks)
    data = {"results": [result("add_user", "wrong")], "saved": {"ex02_sessions": "as saved 8 s ago"}}
    answers(project, [], before=f"open(config.option.results, 'w').write({json.dumps(data)!r}); return\n")
    shown = check("02", project)
    for text in (repr(shown), shown._repr_html_()):
        assert "ex02_sessions: 0 of 1 points, as saved 8 s ago" in text
        assert "02 Sessions" in text
        assert "0 of 1 solved, in work: add_user()" in text


def test_the_next_hole_is_named_with_its_line(project):
    answers(project, [result("add_user", "passed"), result("find_user", "not solved yet")])
    assert repr(check("ex02", project)).endswith(
        "Write find_user() in exercises/ex02_sessions.py, line 6, save, and check again."
    )


def test_all_green_leads_to_the_next_notebook(project):
    answers(project, [result("add_user", "passed")])
    shown = check("2", project)
    assert repr(shown).endswith("All green. Next: notebooks/03_dependency_injection.ipynb")
    assert "<details" not in shown._repr_html_()


def test_one_function_is_shown_alone(project):
    answers(project, [result("add_user", "wrong"), result("find_user", "passed")])
    shown = repr(check("02 find_user", project))
    assert "add_user: wrong" not in shown
    assert shown.endswith("find_user() is done. Still open in this lesson: add_user().")
    assert repr(check("02 buy", project)).endswith("There are checks for: add_user, find_user.")


@pytest.mark.parametrize("line", ["", "sess", "2", "ex02_sessions.py", "02_sessions.ipynb"])
def test_the_lesson_is_that_of_the_notebook_or_has_the_word_in_its_name(project, monkeypatch, line):
    monkeypatch.setenv("JPY_SESSION_NAME", str(project / "notebooks" / "02_sessions.ipynb"))
    answers(project, [result("add_user", "passed")])
    assert repr(check(line, project)).startswith("ex02_sessions: 1 of 1 points")


def test_a_file_that_cannot_be_loaded_is_told_once(project):
    answers(
        project, [result(name, "raised", message="SyntaxError: invalid syntax") for name in ("add_user", "find_user")]
    )
    shown = check("02", project)
    assert repr(shown).count("SyntaxError") == 1
    assert "All 2 checks wait for this." in repr(shown)
    assert repr(shown).endswith("Mend exercises/ex02_sessions.py, save, and check again.")


@pytest.mark.parametrize(
    ("line", "told"),
    [("", "`%check 02`"), ("sessions, please", "`%check 02`"), ("77", "There are: 02."), ("; rm -rf", "`%check 02`")],
)
def test_what_cannot_be_checked_is_met_with_a_sentence(project, line, told):
    shown = check(line, project)
    assert isinstance(shown, Note)
    assert told in repr(shown)


def test_a_checker_that_breaks_says_so_with_its_last_lines(project):
    answers(project, None, before=f"raise RuntimeError({HOSTILE!r})\n")
    shown = check("02", project)
    assert repr(shown).startswith("The checker could not do its work")
    assert "RuntimeError" in repr(shown)
    assert "<script" not in shown._repr_html_()


def test_a_long_message_does_not_fill_the_notebook():
    rows = [result(f"function_{number}", "wrong", message=f"line\n{'x' * 10_000}\n" * 1000) for number in range(40)]
    shown = Feedback("ex02_sessions", rows, ROOT)
    assert len(repr(shown)) < 80_000
    assert len(shown._repr_html_()) < 100_000


def test_a_checker_that_hangs_is_stopped_with_everything_it_started(project):
    deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)"
    child = f"{sys.executable!r}, '-c', {deaf!r}"
    answers(project, None, before=f"import subprocess; subprocess.Popen([{child}]).wait()\n")
    began = time.monotonic()
    told = run(Lesson("ex02_sessions"), project / "r.json", project / "out.txt", 2.0, project)
    assert "stopped after 2 s" in told
    assert time.monotonic() - began < SECONDS_A_CHECK
    until = time.monotonic() + 5  # who is killed is gone when it has had the processor once more
    while asleep(project) and time.monotonic() < until:
        time.sleep(0.05)
    assert not asleep(project)


def test_an_interrupt_stops_the_checker(project, monkeypatch):
    answers(project, None, before="import time; time.sleep(600)\n")

    def interrupted(child, seconds=None):
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    assert "Interrupted" in repr(check("02", project))
    assert not asleep(project)


def asleep(project: Path) -> list[str]:
    """The processes that still run in the project's folder (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == str(project):
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_importing_the_package_imports_nothing_else():
    code = (
        "import sys, workbook; print(sorted(name for name in sys.modules if name.startswith(('workbook.', 'IPython'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
