"""One learner's results for other programs: Gradescope's, Exercism's and Classroom 50's results, and JUnit's XML.

They stand in the learner's folder: `gradescope.json`, `exercism.json`, `classroom50.json` and `junit.xml`.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from checker.reports import points
from checker.reports.classroom50 import classroom50
from checker.reports.run import Graded, Run
from checker.reports.text import printable
from checker.reports.told import as_text
from checker.wall.verdicts import BROKE, NOT_SOLVED, PASSED, WRONG
from workbook.files.whole import write as write_file
from workbook.files.whole import write_json


def write(run: Run, graded: Graded) -> None:
    """Write the four files.  Raises OSError."""
    folder = run.folder(graded["learner"])
    write_json(folder / "gradescope.json", gradescope(run, graded), durable=False)
    write_json(folder / "exercism.json", exercism(run, graded), durable=False)
    write_json(folder / "classroom50.json", classroom50(run, graded), durable=False)
    write_file(folder / "junit.xml", junit(graded), durable=False)


def gradescope(run: Run, graded: Graded) -> dict[str, Any]:
    """As Gradescope's autograder specification has it: a test for each check, and one for each change by hand."""
    if graded["refused"]:
        # no score, which is not a score of 0; it is asked for where tests have one only
        return {"output": f"Not graded: {printable(graded['refused'])}", "output_format": "text"}
    tests = []
    exercises = points.by_exercise(graded["results"])
    for number, ((lesson, function), its) in enumerate(exercises.items(), 1):
        for part, result in enumerate(its, 1):
            score = points.of_check(result)
            test = {
                "name": f"{lesson}.{function}: {result['sentence']}",
                "name_format": "text",
                "number": f"{number}.{part}",
                "score": score.got,
                "max_score": score.possible,
                "output": as_text(result),
                "output_format": "text",
                "visibility": "visible",
            }
            if result["outcome"] != BROKE:
                test["status"] = "passed" if result["outcome"] == PASSED else "failed"
            tests.append(test)
    scored = run.score(graded)
    for number, adjusted in enumerate(scored.adjusted, len(exercises) + 1):
        test = {"name": f"{adjusted.by.lesson}.{adjusted.by.function}: changed by hand", "name_format": "text"}
        test |= {"number": f"{number}.1", "score": adjusted.counted, "max_score": 0, "output": printable(str(adjusted))}
        tests.append(test | {"output_format": "text", "visibility": "visible"})
    return {"score": scored.total.got, "stdout_visibility": "hidden", "tests": tests}


def exercism(run: Run, graded: Graded) -> dict[str, Any]:
    """As Exercism's test runner interface has it, version 3: a function is a task."""
    statuses = {PASSED: "pass", WRONG: "fail", NOT_SOLVED: "fail"}
    codes = {(check["exercise"], check["check"]): check.get("code", "") for check in run.checks}
    tests = []
    for number, its in enumerate(points.by_exercise(graded["results"]).values(), 1):
        tests += [
            {
                "name": result["sentence"],
                "status": statuses.get(result["outcome"], "error"),
                "message": as_text(result) or None,
                "output": None,
                "test_code": codes.get((result["exercise"], result["check"]), ""),
                "task_id": number,
            }
            for result in its
        ]
    found = {test["status"] for test in tests}
    if found <= {"error"}:
        why = (
            f"Not graded: {printable(graded['refused'])}" if graded["refused"] else tests[0]["message"] if tests else ""
        )
        return {"version": 3, "status": "error", "message": why or "No check ran.", "tests": tests}
    return {"version": 3, "status": "pass" if found == {"pass"} else "fail", "message": None, "tests": tests}


def junit(graded: Graded) -> str:
    """As JUnit's XML: a suite for each lesson; what the checker broke at is an error, what did not pass a failure."""
    top = ElementTree.Element("testsuites", name=printable(graded["learner"]))
    suites: dict[str, ElementTree.Element] = {}
    for (lesson, function), its in points.by_exercise(graded["results"]).items():
        if lesson not in suites:
            suites[lesson] = ElementTree.SubElement(top, "testsuite", name=lesson)
        for result in its:
            case = ElementTree.SubElement(
                suites[lesson], "testcase", classname=f"{lesson}.{function}", name=result["check"]
            )
            if result["outcome"] != PASSED:
                kind = "error" if result["outcome"] == BROKE else "failure"
                told = {"type": result["outcome"], "message": result["sentence"]}
                ElementTree.SubElement(case, kind, told).text = as_text(result)
    if graded["refused"]:
        suite = suites["submission"] = ElementTree.SubElement(top, "testsuite", name="submission")
        case = ElementTree.SubElement(suite, "testcase", classname="submission", name="it can be graded")
        ElementTree.SubElement(case, "error", type="refused", message=printable(graded["refused"]))
    for suite in suites.values():
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", str(len(suite.findall("testcase/error"))))
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="unicode", xml_declaration=False) + "\n"
