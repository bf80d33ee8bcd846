"""A class's pages in a real browser: light and dark, on a desk and on a phone; screenshots are kept to be looked at."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from classes import DEAREST, FIRST, HEAD, HOSTILE, HOSTILE_RAISES, SOLUTION, STUB, grade_class, make_class
from test_browser import SCREENSHOTS, browser  # noqa: F401  # a fixture

pytestmark = pytest.mark.browser

LEARNERS = {
    "Amara Okafor": SOLUTION,
    "Björn Lindqvist": DEAREST,
    "Đặng Minh Anh": FIRST,
    HOSTILE: HOSTILE_RAISES,
    "=cmd|' C calc'!A0": STUB,
    "a name without any space that is much longer than any phone is wide, " * 2
    + "x" * 60: f"{HEAD}    return 'x' * 3000\n",
}
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
"""All of WCAG 2.2 at AA that axe-core can tell by itself; also of what is folded, which is opened for it."""
CONTRAST = """() => {
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(
            it => (it /= 255) <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4
        )
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const back = (element) => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor
            if (!colour.endsWith(', 0)') && colour !== 'transparent') return colour
        }
        return 'rgb(255, 255, 255)'
    }
    const faint = []
    for (const element of document.querySelectorAll('main *')) {
        const text = [...element.childNodes].some(it => it.nodeType === 3 && it.data.trim())
        if (!text || !element.checkVisibility()) continue
        const [one, other] = [light(getComputedStyle(element).color), light(back(element))].sort((a, b) => b - a)
        if ((one + 0.05) / (other + 0.05) < 4.5) faint.push(element.outerHTML.slice(0, 100))
    }
    return faint
}"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("pages")
    folder = make_class(top / "in", LEARNERS)
    (folder / "late.zip").write_text("no archive")
    (folder / "no file of it" / "a_folder_of_a_name_that_is_long").mkdir(parents=True)
    (
        folder / "no file of it" / "a_folder_of_a_name_that_is_long" / "ex05_eager_loading_which_is_not_asked_for.py"
    ).touch()
    (folder / "renamed").mkdir()
    (folder / "renamed" / "ex00_start_here (1).py").write_text("def (\n")
    (folder / "a roster with a long name_which_has_no_blank_in_it_at_all_and_so_cannot_be_parted.csv").touch()
    by_hand = "learner,exercise,points,comment\nBjörn Lindqvist,greeting,1,explained it\n"
    (top / "adjust.csv").write_text(by_hand, encoding="utf-8")
    run = grade_class(folder, top / "out", "-n", "2", "--adjust", str(top / "adjust.csv"), "--seed", "9" * 39)
    assert (top / "out" / "index.html").exists(), run.stdout + run.stderr
    return top / "out"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_can_be_read(browser, out: Path, scheme: str, size: str):  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs pip install -e '.[develop]'").Axe()
    SCREENSHOTS.mkdir(exist_ok=True)
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    wrong = "Björn Lindqvist"
    page.goto((out / "index.html").as_uri())
    helped = page.locator("section[aria-labelledby=help]").inner_text()
    assert "renamed: a file cannot be imported" in helped
    assert "Amara Okafor" not in helped
    pages = {"index": out / "index.html", "feedback": out / "feedback" / wrong / "feedback.html"}
    pages |= {f"feedback {n}": out / "feedback" / name / "feedback.html" for n, name in enumerate(LEARNERS)}
    for name, path in pages.items():
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], f"{name} is too wide"
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor")
            == {
                "light": "rgb(245, 246, 248)",
                "dark": "rgb(20, 23, 28)",
            }[scheme]
        )
        assert page.evaluate(CONTRAST) == [], f"hard to read in {name}"
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(it => Number(it.tagName[1]))")
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        assert page.evaluate("[...document.querySelectorAll('th')].every(it => it.scope)")
        if name in ("index", "feedback"):
            page.screenshot(path=SCREENSHOTS / f"class_{name}_{size}_{scheme}.png", full_page=True)
            page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
            violations = axe.run(page, options=WCAG).response["violations"]
            assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == [], name
    assert said == []
    context.close()


def test_the_table_of_learners_is_sorted_and_filtered(browser, out: Path):  # noqa: F811
    page = browser.new_page()
    page.goto((out / "index.html").as_uri())
    names = page.locator("table.sortable tbody tr:visible th")
    assert names.count() == len(LEARNERS) + 1
    points = page.get_by_role("button", name="Points")
    points.click()
    points.click()
    assert names.first.inner_text() == "Amara Okafor"
    page.get_by_label("Find").fill("Lindqvist")
    assert names.all_inner_texts() == ["Björn Lindqvist"]
    page.get_by_label("Find").fill("")
    names.get_by_text("Amara Okafor").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Amara Okafor"
    page.close()


def test_the_index_works_without_scripts(browser, out: Path):  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out / "index.html").as_uri())
    assert page.locator("table.sortable tbody tr").count() == len(LEARNERS) + 1
    assert not page.get_by_label("Find").is_visible()
    context.close()
