"""A quiz is answered by a click where scripts run, reads as text where they do not, and asks no network."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from workbook.quiz import as_html, markup, quiz

QUESTIONS = {
    "What does `commit()` do?": {
        "Nothing <yet>": "No: it sends COMMIT.",
        "Sends *COMMIT*": "Yes: others see the change now.",
    }
}


@pytest.fixture(autouse=True)
def shell(tmp_path, monkeypatch):
    """Without a shell, IPython prints what it should display."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def shown(questions=QUESTIONS) -> list[dict]:
    with capture_output() as captured:
        quiz(questions)
    return [output.data for output in captured.outputs]


def test_it_is_shown_as_a_page_and_a_script():
    page, script = shown()
    assert "others see the change now" in page["text/html"]
    assert "others see the change now" in script["application/javascript"]


def test_two_runs_store_the_same():
    assert shown() == shown()


def test_jupyterquiz_cannot_reach_for_mathjax():
    assert "(function (MathJax) {" in shown()[1]["application/javascript"]


def test_text_is_escaped_and_marked_up():
    assert markup("`a * b * c` < *now* $5") == "<code>a * b * c</code> &lt; <em>now</em> &#36;5"
    assert "<summary>Nothing &lt;yet&gt;</summary>" in as_html(QUESTIONS)


@pytest.mark.parametrize(
    "choices",
    [{"a": "Yes: a", "b": "Yes: b"}, {"a": "No: a", "b": "No: b"}, {"a": "Yes: a", "b": "Perhaps"}],
)
def test_exactly_one_choice_is_right(choices):
    with pytest.raises(ValueError, match="one explanation that begins with Yes"):
        quiz({"Which?": choices})
