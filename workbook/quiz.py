"""The quiz at the end of a lesson: questions as a dict, shown by jupyterquiz, readable where no script runs."""

from __future__ import annotations

import re
import zlib
from html import escape

from IPython.display import HTML, Javascript, display
from IPython.utils.capture import capture_output
from jupyterquiz import display_quiz

Questions = dict[str, dict[str, str]]

COLOURS = {  # white text on these passes WCAG AA in light and dark themes
    "--jq-multiple-choice-bg": "#37474f",
    "--jq-incorrect-color": "#a4262c",
    "--jq-correct-color": "#0b6a5b",
}

STYLE = """<style>
.Quiz { font-size: 15px; line-height: 1.4; margin-left: 0 }
.Quiz .Qn, .Quiz .MCButton, .Quiz .Feedback { font-size: 15px; text-align: left; justify-content: flex-start }
.Quiz .Feedback.correct, .Quiz .Feedback.incorrect { color: inherit; min-height: 1.4em }
.Quiz .Feedback.correct::before { content: "✓ " }
.Quiz .Feedback.incorrect::before { content: "✗ " }
.Quiz .Answer { grid-template-columns: 1fr }
.Quiz code { background: transparent !important; color: inherit !important; font-weight: bold }
.Quiz .MCButton:not(.correctButton, .incorrectButton) {
  background: var(--jp-layout-color2, #fafafa); border-color: var(--jp-border-color1, #bdbdbd);
  color: var(--jp-content-font-color1, #333);
}
</style>"""

HIDE_TEXT = "document.head.insertAdjacentHTML('beforeend', '<style>.workbook-quiz { display: none }</style>');\n"


def quiz(questions: Questions) -> None:
    """Show the questions: `{"How many …?": {"One": "No: why not", "None": "Yes: why"}}`.

    Each choice carries its explanation, which begins with "Yes" for the right one and with "No" for the others.
    `Backticks` become code and *stars* emphasis.  Choices keep their order, so do not always put the right one first.
    Raises ValueError for a question without exactly one right choice.  Nothing is fetched from a network.
    """
    with capture_output() as captured:
        display_quiz(as_jupyterquiz(questions), shuffle_answers=False, colors=COLOURS, max_width=760, border_radius=6)
    page, script = captured.outputs
    # jupyterquiz draws an id at random; a name of our own keeps a committed notebook the same from run to run
    drawn = re.search(r'id="(\w+)"', page.data["text/html"])[1]  # type: ignore[index]
    ours = f"quiz{zlib.crc32(repr(questions).encode()):08x}"
    display(HTML(as_html(questions) + page.data["text/html"].replace(drawn, ours) + STYLE))
    # jupyterquiz fetches MathJax from a network when it sees JupyterLab's own: here it sees none
    local = "(function (MathJax) {\n" + script.data["application/javascript"].replace(drawn, ours) + "\n})();"
    display(Javascript(HIDE_TEXT + local))


def as_jupyterquiz(questions: Questions) -> list[dict]:
    """The questions in jupyterquiz's own form."""
    for question, choices in questions.items():
        right = [choice for choice, why in choices.items() if why.startswith("Yes")]
        unclear = [choice for choice, why in choices.items() if not why.startswith(("Yes", "No"))]
        if len(right) != 1 or unclear:
            raise ValueError(f"{question!r} needs one explanation that begins with Yes, and No for all others")
    return [
        {
            "question": markup(question),
            "type": "multiple_choice",
            "answers": [
                {"answer": markup(choice), "correct": why.startswith("Yes"), "feedback": markup(why)}
                for choice, why in choices.items()
            ],
        }
        for question, choices in questions.items()
    ]


def as_html(questions: Questions) -> str:
    """The questions without a script: each choice opens to its explanation."""
    rows = []
    for question, choices in questions.items():
        rows.append(f"<p><b>{markup(question)}</b></p>")
        rows += [
            f"<details><summary>{markup(choice)}</summary>{markup(why)}</details>" for choice, why in choices.items()
        ]
    return f'<div class="workbook-quiz">{"".join(rows)}</div>'


def markup(text: str) -> str:
    """The text as HTML: escaped, `backticks` as code, *stars* as emphasis, no dollar that could begin a formula."""
    html = escape(text, quote=False).replace("$", "&#36;")
    parts = re.split(r"`([^`]+)`", html)
    return "".join(
        f"<code>{part}</code>" if number % 2 else re.sub(r"\*(\S[^*]*)\*", r"<em>\1</em>", part)
        for number, part in enumerate(parts)
    )
