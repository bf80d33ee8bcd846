"""Entries of a class's folder as platforms and people make them, and what must become of each; no person's name in any.

A case is a few paths and their contents (None: an empty folder); all of them fit into one folder.
"""

from __future__ import annotations

import io
import os
import tarfile
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from classes import DEAREST, NAME, SOLUTION, STUB
from variants import ROOT

GRADED, REFUSED, NO_FILE = "graded", "refused", "no file"
FILE = f"{NAME}.py"
OTHER = SOLUTION + "# differs\n"
HELPER = "ANSWER = 42\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"
PATCH = f"diff --git a/{FILE} b/{FILE}\n--- a/{FILE}\n+++ b/{FILE}\n@@ -1 +1 @@\n-a\n+b\n"
NOTEBOOK = '{\n "cells": [],\n "metadata": {},\n "nbformat": 4\n}'


@dataclass(frozen=True)
class Case:
    """What lies in the folder, and what becomes of it: by learner the status, and words that must be said of them."""

    files: dict[str, str | bytes | None]
    learners: dict[str, tuple[str, str]] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    points: int = 3

    def make(self, folder: Path) -> None:
        for name, content in self.files.items():
            path = Path(os.fsdecode(os.fsencode(folder) + b"/" + os.fsencode(name)))
            if content is None:
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def zipped(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(files: dict[str, str], mode: str = "w:gz") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return made.getvalue()


def inside(
    name: str, files: dict[str, str | bytes | None], status: str = GRADED, says: str = "", points: int = 3
) -> Case:
    """A folder with these files."""
    return Case({f"{name}/{path}": content for path, content in files.items()}, {name: (status, says)}, points=points)


def alone(name: str, content: str | bytes, learner: str, status: str = GRADED, says: str = "") -> Case:
    """One file or archive."""
    return Case({name: content}, {learner: (status, says)})


def misnamed(number: int, name: str) -> Case:
    """A folder with a file of such a name, which is taken and told."""
    return inside(f"misnamed {number}", {name: SOLUTION, "helper.py": HELPER}, says=f"{name} was taken for {FILE}")


def clone(solved: str, **more: str) -> dict[str, str | bytes | None]:
    """A whole copy of the workbook, with traps where nothing may be read."""
    trap = "raise SystemExit('this must never be imported')\n"
    files: dict[str, str | bytes | None] = {
        f"exercises/{FILE}": solved,
        "exercises/ex01_engine.py": (ROOT / "exercises" / "ex01_engine.py").read_text(encoding="utf-8"),
        f"solutions/{FILE}": DEAREST,
        "checker/__init__.py": trap,
        f"checker/test_{FILE}": trap,
        "checker/plugin.py": trap,
        "workbook/__init__.py": trap,
        "workbook/bookshop.py": trap,
        "workbook/project.py": trap,
        "tests/__init__.py": "",
        f"tests/right/{NAME}/greeting__other.py": OTHER,
        f"tests/forged/{NAME}__copies.py": OTHER,
        "notebooks/00_start_here.ipynb": NOTEBOOK,
        f"notebooks/.ipynb_checkpoints/{FILE}": OTHER,
        "conftest.py": trap,
        "exercises/conftest.py": trap,
        "exercises/trap.pth": "import this\n",
        "exercises/sitecustomize.py": trap,
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--nonsense'\n",
        ".git/HEAD": "ref: refs/heads/main\n",
        f".git/objects/{FILE}": OTHER,
        f".venv/lib/{FILE}": OTHER,
        f"node_modules/{FILE}": OTHER,
        f"exercises/.ipynb_checkpoints/{FILE}": OTHER,
        f"exercises/__pycache__/{FILE}": OTHER,
    }
    return files | more


MISNAMED = (
    *(f"{NAME} (1).py", f"{NAME}-1.py", f"{NAME} - Copy.py", f"{NAME}_learner.py", "EX00_Start_Here.PY"),
    *(f"{NAME}.py.txt", f"Copy of {FILE}", f"learner_{FILE}", f"{NAME}(2).py", f"{NAME}.py.py", f"{NAME}.txt"),
    *("ex00-start-here.py", "ex00 start here.py", f"{NAME}_final_v2.py", f"lab1-{FILE}", f"{NAME}2.py", NAME),
    *(f"{NAME}.learner.py", f"{NAME}_FINAL.py", "ex00.py", "greeting.py", "my solution.py", f"{NAME}.pyw"),
    unicodedata.normalize("NFD", f"Zoë_{FILE}"),
)
NOT_PYTHON = {
    "a page": (PAGE, "is a web page"),
    "a patch": (PATCH, "is a patch"),
    "nothing": ("", "is empty"),
    "blanks": (" \n\n", "is empty"),
    "zeros": ("\0" * 300, "is empty"),
    "utf-16": (SOLUTION.encode("utf-16"), "UTF-16"),
    "utf-16 unmarked": (SOLUTION.encode("utf-16-le"), "UTF-16"),
    "a NUL": (SOLUTION.replace("return", "ret\0urn"), "zero bytes"),
    "a notebook": (NOTEBOOK, "is a notebook"),
    "a PDF": ("%PDF-1.7\n", "is a PDF"),
    "an archive": (zipped({FILE: SOLUTION}), "is an archive"),
    "a pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS"),
}

CASES: dict[str, Case] = {
    "as it should be": inside("right", {FILE: SOLUTION}),
    "not begun": inside("stub", {FILE: STUB}, points=0),
    "with a module beside it": inside("helped", {FILE: SOLUTION, f"{NAME}_helpers.py": HELPER, "more/x.py": HELPER}),
    "with Windows' line ends and a mark": inside("windows", {FILE: "\ufeff" + SOLUTION.replace("\n", "\r\n")}),
    **{f"misnamed: {name}": misnamed(number, name) for number, name in enumerate(MISNAMED)},
    **{
        f"no Python: {name}": inside(f"no python {name}", {FILE: content}, REFUSED, says)
        for name, (content, says) in NOT_PYTHON.items()
    },
    "several folders deep": inside("deep", {f"a/b/c/d/e/f/g/h/{FILE}": SOLUTION}, says="was taken"),
    "nbgrader's submitted": inside("submitted", {f"ps1/{FILE}": SOLUTION, "ps1/timestamp.txt": "2026"}),
    "a stub beside the solved one": inside(
        "stub beside", {FILE: STUB, f"{NAME} (1).py": SOLUTION}, says="(as it was handed out)"
    ),
    "the solved one deeper than the stub": inside(
        "stub above", {FILE: STUB, f"lab/{FILE}": SOLUTION}, says="was taken"
    ),
    "a page beside the solved one": inside("page beside", {FILE: PAGE, f"{NAME} (1).py": SOLUTION}, says="was taken"),
    "solved above the holes": inside(
        "holes left",
        {FILE: STUB, f"{NAME} (1).py": SOLUTION + "\n\ndef left():\n    raise NotImplementedError  # TODO\n"},
        says="was taken",
    ),
    "the same twice": inside("twice", {FILE: SOLUTION, f"{NAME} (1).py": SOLUTION.replace("\n", "\r\n")}),
    "an older copy": inside("older", {FILE: SOLUTION, f"{NAME}_old.py": OTHER}, says="and not"),
    "a backup beside it": inside("backup", {FILE: SOLUTION, f"{FILE}.bak": OTHER}, says="and not"),
    "two that differ": inside("two", {FILE: SOLUTION, f"{NAME} (1).py": OTHER}, REFUSED, f"{FILE} and {NAME} (1).py"),
    "two in two folders": inside("two deep", {f"a/{FILE}": SOLUTION, f"b/{FILE}": OTHER}, REFUSED, f"a/{FILE} and b/"),
    "Teams' versions": inside(
        "teams", {f"Lab/Version 9/{FILE}": OTHER, f"Lab/Version 10/{FILE}": SOLUTION}, says="not Lab/Version 9/"
    ),
    "Teams' versions, the last of them zipped": inside(
        "teams zipped",
        {f"Lab/Version 1/{FILE}": OTHER, "Lab/Version 2/lab.zip": zipped({f"lab/{FILE}": SOLUTION})},
        says="not Lab/Version 1/",
    ),
    "an earlier build of a clone": inside(
        "built", {f"exercises/{FILE}": SOLUTION, f"build/lib/exercises/{FILE}": OTHER}
    ),
    "Schoology's revisions": inside(
        "schoology", {f"Revision 1 - On time/{FILE}": OTHER, f"Revision 2 - Late/{FILE}": SOLUTION}, says="Revision 2"
    ),
    "two of one version": inside(
        "one version", {f"Version 1/a/{FILE}": OTHER, f"Version 1/b/{FILE}": SOLUTION}, REFUSED, "could both be meant"
    ),
    "a shortcut": inside("shortcut", {f"{FILE}.lnk": "L"}, NO_FILE, "only says where a file is"),
    "a download that broke off": inside("broke off", {f"{FILE}.crdownload": "x"}, NO_FILE, "was not finished"),
    "only what was compiled": inside("compiled", {f"{NAME}.pyc": "x"}, NO_FILE, "hand in the source"),
    "a package whose main file has another name": inside(
        "main", {"ex13_capstone/main.py": SOLUTION + "#", "ex13_capstone/x.py": "x = 1"}, says="by the functions in it"
    ),
    "a film beside it": inside(
        "film", {FILE: SOLUTION, "film.mp4": b"x" * 20_000_001, "mine.py": HELPER}, says="film.mp4 was left out"
    ),
    "six hundred pictures beside it": inside(
        "pictures", {FILE: SOLUTION, **{f"img/{n:03}.png": b"x" for n in range(600)}}, says="and 97 more were left out"
    ),
    "six hundred modules beside it": inside(
        "modules", {FILE: SOLUTION, **{f"m/{n:03}.py": HELPER for n in range(600)}}, REFUSED, "500 files"
    ),
    "a notebook": inside("notebook", {f"{NAME}.ipynb": NOTEBOOK}, NO_FILE, f"hand in {FILE}"),
    "a notebook beside it": inside("notebook beside", {FILE: SOLUTION, f"{NAME}.ipynb": NOTEBOOK}),
    "another exercise": inside("another", {"ex05_eager_loading.py": "x = 1"}, NO_FILE, "ex05_eager_loading.py"),
    "another package": inside(
        "another package",
        {"ex13_capstone/app.py": "x = 1", "ex13_capstone/a/b.py": "x = 1"},
        NO_FILE,
        "is ex13_capstone, which",
    ),
    "an empty folder": Case({"empty": None}, {"empty": (NO_FILE, "it is empty")}),
    "only what tools leave": inside("left", {".DS_Store": "x", f"__pycache__/{FILE}": "x"}, NO_FILE, "it is empty"),
    "a report in words": inside("words", {"report.docx": b"PK\x03\x04"}, NO_FILE, "report.docx"),
    "only solutions": inside("solutions only", {f"solutions/{FILE}": SOLUTION}, NO_FILE, "never taken"),
    "only a test of it": inside("test only", {f"test_{FILE}": SOLUTION}, NO_FILE, f"test_{FILE}"),
    "a rar in a folder": inside("rar inside", {"lab.rar": b"Rar!"}, NO_FILE, ".rar archive"),
    # what Python cannot read, or not in time: told once
    "it cannot be imported": inside("not imported", {FILE: "import os\ndef (\n"}, points=0),
    "it loops when it is imported": inside("loops", {FILE: f"while True: pass\n{SOLUTION}"}, points=0),
    # clones
    "a clone": inside("clone", clone(SOLUTION)),
    "a clone, deep": inside("clone deep", {f"home/course/workbook/{k}": v for k, v in clone(SOLUTION).items()}),
    "a clone that is not begun": inside("clone stub", clone(STUB), points=0),
    "a clone solved at its top": inside("clone top", clone(STUB, **{FILE: SOLUTION}), says="was taken"),
    "a clone with a module": inside("clone module", clone(f"import mine\n{SOLUTION}", **{"exercises/mine.py": HELPER})),
    "a clone, zipped": alone(
        "clone zip.zip", zipped({f"lab-main/{k}": v for k, v in clone(SOLUTION).items()}), "clone zip"
    ),  # type: ignore[arg-type,misc]
    "a clone without exercises": inside(
        "clone bare", {k: v for k, v in clone("").items() if not k.startswith("exercises")}, NO_FILE, "never taken"
    ),
    "a clone with a large environment": inside(
        "clone large",
        clone(SOLUTION) | {f"data/{n}.txt": "x" for n in range(600)} | {"data/big.bin": b"x" * 21_000_000},
    ),
    # archives
    "a zip": alone("zip.zip", zipped({FILE: SOLUTION}), "zip"),
    "a zip with a folder": alone("zip folder.ZIP", zipped({f"lab/{FILE}": SOLUTION}), "zip folder"),
    "a zip in a folder": inside("zip inside", {"lab.zip": zipped({FILE: SOLUTION})}, says=f"lab.zip/{FILE}"),
    "a zip in a zip": alone("zip zip.zip", zipped({"lab.zip": zipped({FILE: SOLUTION})}), "zip zip", says="lab.zip/"),
    "a zip in a zip in a zip": alone(
        "zip3.zip",
        zipped({"b.zip": zipped({"c.zip": zipped({FILE: SOLUTION})})}),
        "zip3",
        NO_FILE,
        "b.zip/c.zip lies too deep",
    ),
    "a zip beside the same file": inside("zip same", {FILE: SOLUTION, "lab.zip": zipped({FILE: SOLUTION})}),
    "a zip beside another": inside(
        "zip other", {FILE: OTHER, "lab.zip": zipped({FILE: SOLUTION})}, REFUSED, "could both"
    ),
    "an archive beside the file in a zip": alone(
        "zip data.zip", zipped({FILE: SOLUTION, "data.zip": zipped({"x.txt": "x"})}), "zip data"
    ),
    "a file and a folder of one name": alone(
        "zip both.zip", zipped({FILE: SOLUTION, "data": "x", "data/x.txt": "x"}), "zip both"
    ),
    "a tar.gz": alone("targz.tar.gz", tarred({f"lab/{FILE}": SOLUTION}), "targz"),
    "a tgz": alone("tgz.tgz", tarred({FILE: SOLUTION}), "tgz"),
    "a tar": alone("tar.tar", tarred({FILE: SOLUTION}, "w"), "tar"),
    "a tar.xz in a folder": inside("tarxz", {"lab.tar.xz": tarred({FILE: SOLUTION}, "w:xz")}),
    "a tar.gz called .zip": alone("called zip.zip", tarred({FILE: SOLUTION}), "called zip"),
    "a tar that leaves": alone("tar leaves.tar.gz", tarred({f"../{FILE}": SOLUTION}), "tar leaves", REFUSED, "leave"),
    "a zip that leaves": alone("zip leaves.zip", zipped({f"../../{FILE}": SOLUTION}), "zip leaves", REFUSED, "leave"),
    "a broken zip": alone("zip broken.zip", b"no archive", "zip broken", REFUSED, "is no archive"),
    "a zip that is cut off": alone("zip cut.zip", zipped({FILE: SOLUTION})[:-30], "zip cut", REFUSED, "cannot be read"),
    "a tar.gz that is cut off": alone("gz cut.tar.gz", tarred({FILE: SOLUTION})[:-60], "gz cut", REFUSED, "cannot be"),
    "a broken zip in a folder": inside(
        "zip inside broken", {"lab.zip": b"no archive"}, NO_FILE, "lab.zip: it is no archive"
    ),
    "a broken zip beside the file": inside("zip beside broken", {FILE: SOLUTION, "lab.zip": b"no archive"}),
    "a rar": alone("rar.rar", b"Rar!", "rar.rar", NO_FILE, ".rar archive"),
    "a 7z": alone("seven.7z", b"7z\xbc\xaf", "seven.7z", NO_FILE, ".7z archive"),
    "a rar called .zip": alone("rar zip.zip", b"Rar!\x1a\x07", "rar zip", REFUSED, ".rar archive"),
    # Moodle
    "Moodle, files": Case(
        {f"Learner A_101_assignsubmission_file_/{FILE}": SOLUTION}, {"Learner A (101)": (GRADED, "")}
    ),
    "Moodle, a zip": Case(
        {"Learner B_102_assignsubmission_file_/lab.zip": zipped({f"lab/{FILE}": SOLUTION})},
        {"Learner B (102)": (GRADED, "lab.zip")},
    ),
    "Moodle, both": Case(
        {
            f"Learner C_103_assignsubmission_file_/{FILE}": STUB,
            "Learner C_103_assignsubmission_file_/lab.zip": zipped({FILE: SOLUTION}),
        },
        {"Learner C (103)": (GRADED, "lab.zip")},
    ),
    "Moodle, a text": Case(
        {
            f"Learner W_126_assignsubmission_file_/{FILE}": SOLUTION,
            "Learner W_126_assignsubmission_onlinetext_/onlinetext.html": PAGE,
            "Learner Y_125_assignsubmission_onlinetext_/onlinetext.html": PAGE,
        },
        {"Learner W (126)": (GRADED, ""), "Learner Y (125)": (NO_FILE, "was typed into the platform")},
    ),
    "Moodle, flat": alone(f"Learner D_104_assignsubmission_file_{FILE}", SOLUTION, "Learner D (104)"),
    "Moodle, two of one name": Case(
        {
            f"Learner E_105_assignsubmission_file_/{FILE}": SOLUTION,
            f"Learner E_106_assignsubmission_file_/{FILE}": SOLUTION,
        },
        {"Learner E (105)": (GRADED, ""), "Learner E (106)": (GRADED, "")},
    ),
    # Canvas
    "Canvas": alone(f"learnerf_201_901_{FILE}", SOLUTION, "learnerf (201)"),
    "Canvas, late": alone(f"learnerg_LATE_202_902_{NAME}-1.py", SOLUTION, "learnerg (202)", says="was taken"),
    "Canvas, ten attempts": Case(
        {
            f"learnerh_203_903_{NAME}-9.py": STUB,
            f"learnerh_203_904_{NAME}-10.py": SOLUTION,
            f"learnerh_203_9_{FILE}": STUB,
        },
        {"learnerh (203)": (GRADED, "the last counts")},
        earlier=(f"learnerh_203_903_{NAME}-9.py", f"learnerh_203_9_{FILE}"),
    ),
    "Canvas, zips": Case(
        {"learneri_204_905_lab.zip": zipped({FILE: STUB}), "learneri_204_906_lab-1.zip": zipped({FILE: SOLUTION})},
        {"learneri (204)": (GRADED, "the last counts")},
        earlier=("learneri_204_905_lab.zip",),
    ),
    "Canvas, several files": Case(
        {
            f"learnerj_205_907_{FILE}": SOLUTION,
            "learnerj_205_908_helper.py": HELPER,
            "learnerj_205_909_notes.pdf": "%PDF",
        },
        {"learnerj (205)": (GRADED, "")},
    ),
    "Canvas, two of one name": Case(
        {f"learnerk_206_910_{FILE}": SOLUTION, f"learnerk_207_911_{FILE}": DEAREST},
        {"learnerk (206)": (GRADED, ""), "learnerk (207)": (GRADED, "")},
        points=-1,
    ),
    "Canvas, a text": alone("learnerl_208_912_text.html", PAGE, "learnerl (208)", NO_FILE, "was typed"),
    "Canvas, a link": alone("learnerx_220_link.html", PAGE, "learnerx (220)", NO_FILE, "was typed"),
    "Canvas, a text beside a file": Case(
        {"learnery_221_text.html": PAGE, f"learnery_221_931_{FILE}": SOLUTION}, {"learnery (221)": (GRADED, "")}
    ),
    "Canvas, a document": alone(
        "learnerm_209_913_report.docx", b"PK\x03\x04", "learnerm (209)", NO_FILE, "report.docx"
    ),
    # others
    "Gradescope": Case(
        {
            f"submission_301/{FILE}": SOLUTION,
            f"submission_302/{FILE}": STUB,
            "submission_metadata.yml": "submission_301:\n",
        },
        {"submission_301": (GRADED, ""), "submission_302": (GRADED, "")},
        others=("submission_metadata.yml",),
        points=-1,
    ),
    "Blackboard, what was typed into its box": Case(
        {"Lab 1_learnerp_attempt_2026-11-01-09-00-00.txt": f"Name: P (learnerp)\nSubmission Field:\n{SOLUTION}"},
        {"Lab 1_learnerp": (NO_FILE, "Blackboard's receipt")},
    ),
    "Blackboard, attempts with receipts": Case(
        {
            f"Lab 1_learnern_attempt_2026-11-01-09-00-00_{FILE}": STUB,
            "Lab 1_learnern_attempt_2026-11-01-09-00-00.txt": "receipt",
            f"Lab 1_learnern_attempt_2026-11-01-10-00-00_{FILE}": SOLUTION,
            "Lab 1_learnern_attempt_2026-11-01-10-00-00.txt": "receipt",
        },
        {"Lab 1_learnern": (GRADED, "counts: that of 2026-11-01 10:00:00, and not that of 2026-11-01 09:00:00")},
        earlier=(
            f"Lab 1_learnern_attempt_2026-11-01-09-00-00_{FILE}",
            "Lab 1_learnern_attempt_2026-11-01-09-00-00.txt",
        ),
    ),
    "Blackboard, a later attempt without a file": Case(
        {
            f"Lab 1_learnerq_attempt_2026-11-01-09-00-00_{FILE}": SOLUTION,
            "Lab 1_learnerq_attempt_2026-11-02-09-00-00.txt": "receipt",
        },
        {"Lab 1_learnerq": (GRADED, "the last that holds a file counts: that of 2026-11-01 09:00:00")},
        earlier=("Lab 1_learnerq_attempt_2026-11-02-09-00-00.txt",),
    ),
    "Sakai, a folder and a file": Case(
        {
            f"Learner, Ab(ab1)/Submission attachment(s)/{FILE}": SOLUTION,
            f"Learner, Ac(ac1)_Submission attachment(s)_{FILE}": SOLUTION,
        },
        {"Learner, Ab (ab1)": (GRADED, ""), "Learner, Ac (ac1)": (GRADED, "")},
    ),
    "Brightspace, dated folders": Case(
        {
            f"401-77 - Learner O - Nov 1, 2026 930 AM/{FILE}": STUB,
            f"401-77 - Learner O - Nov 1, 2026 1130 PM/{FILE}": SOLUTION,
            "index.html": PAGE,
        },
        {"Learner O (401)": (GRADED, "the last counts")},
        earlier=("401-77 - Learner O - Nov 1, 2026 930 AM",),
        others=("index.html",),
    ),
    "nbgrader's exchange": Case(
        {
            f"learnerp+ps1+2026-11-01 09:00:00.5 UTC/{FILE}": STUB,
            f"learnerp+ps1+2026-11-01 10:00:00 UTC+abc/{FILE}": SOLUTION,
        },
        {"learnerp": (GRADED, "the last counts")},
        earlier=("learnerp+ps1+2026-11-01 09:00:00.5 UTC",),
    ),
    "attempts in words": Case(
        {
            f"learnerq_attempt_9/{FILE}": STUB,
            "learnerq_attempt_10.zip": zipped({FILE: SOLUTION}),
        },
        {"learnerq": (GRADED, "the last counts")},
        earlier=("learnerq_attempt_9",),
    ),
    "Google Classroom": alone(f"Learner R - Copy of {FILE}", SOLUTION, "Learner R", says="was taken"),
    "Google Drive, nobody's name": alone(f"Copy of {FILE}", SOLUTION, f"Copy of {FILE}"),
    "flat, a name behind": alone(f"{NAME}_learners.py", SOLUTION, "learners"),
    "flat, a name before": alone(f"learnert_{FILE}", SOLUTION, "learnert"),
    "flat, no Python": alone(f"learneru_{FILE}", PAGE, "learneru", REFUSED, "is a web page"),
    "flat, a notebook": alone(f"learnerv_{NAME}.ipynb", NOTEBOOK, "learnerv", NO_FILE, "notebook"),
    "flat, a notebook of nobody's": alone(f"{NAME}.ipynb", NOTEBOOK, f"{NAME}.ipynb", NO_FILE, "notebook"),
    "flat, a document": alone(f"learnery_{NAME}.pdf", "%PDF", "learnery", NO_FILE, f"learnery_{NAME}.pdf"),
    "flat, a notebook beside the file": Case(
        {f"learnerz_{FILE}": SOLUTION, f"learnerz_{NAME}.ipynb": NOTEBOOK}, {"learnerz": (GRADED, "was taken")}
    ),
    "flat, an archive": alone(f"learneraa_{NAME}.zip", zipped({FILE: SOLUTION}), "learneraa"),
    "flat, a document of nobody's": Case({f"{NAME}.pdf": "%PDF"}, others=(f"{NAME}.pdf",)),
    "flat, another name": alone("learnerw.py", SOLUTION, "learnerw.py", says="by the functions in it"),
    "flat, a patch": alone("learnerx.patch", PATCH, "learnerx.patch", NO_FILE, "learnerx.patch"),
    "two groups with numbers are two": Case(
        {f"team-1/{FILE}": SOLUTION, f"team-2/{FILE}": SOLUTION},
        {"team-1": (GRADED, ""), "team-2": (GRADED, "")},
    ),
    # one person, perhaps
    "family name first": Case(
        {f"Ölmez, Mia/{FILE}": SOLUTION, f"Mia Ölmez/{FILE}": SOLUTION},
        {
            "Ölmez, Mia": (GRADED, "may be the same person as Mia Ölmez"),
            "Mia Ölmez": (GRADED, "same person as Ölmez, Mia"),
        },
    ),
    "a folder beside its zip": Case(
        {f"perhaps/{FILE}": SOLUTION, "perhaps.zip": zipped({FILE: SOLUTION})},
        {
            "perhaps": (GRADED, "may be the same person as perhaps.zip"),
            "perhaps.zip": (GRADED, "same person as perhaps"),
        },
    ),
    "a name and the same again": Case(
        {f"again/{FILE}": SOLUTION, "again (1).zip": zipped({FILE: SOLUTION}), "again-2.zip": zipped({FILE: SOLUTION})},
        {
            "again": (GRADED, "may be the same person as again"),
            "again (1)": (GRADED, "same person as again"),
            "again-2": (GRADED, "same person as again"),
        },
    ),
    "NFC and NFD": Case(
        {unicodedata.normalize(form, f"Zoë Ünal/{FILE}"): SOLUTION for form in ("NFC", "NFD")},
        {unicodedata.normalize(form, "Zoë Ünal"): (GRADED, "with other Unicode characters") for form in ("NFC", "NFD")},
    ),
    # nobody's
    "the solutions": Case({f"solutions/{FILE}": SOLUTION}, others=("solutions",)),
    "the exercises": Case({f"exercises/{FILE}": STUB}, others=("exercises",)),
    "the exercise itself": Case({FILE: STUB}, others=(FILE,)),
    "a mail": alone("learner.eml", "x", "learner.eml", NO_FILE, "is a mail"),
    "a link to a file elsewhere": alone("learner.webloc", "x", "learner.webloc", NO_FILE, "where a file is"),
    "a roster and a read-me": Case(
        {"roster.csv": "name\n", "README.md": "x", "grades.xlsx": b"PK", "task.pdf": "%PDF", "notes.txt": "x"},
        others=("roster.csv", "README.md", "grades.xlsx", "task.pdf", "notes.txt"),
    ),
    "an earlier report": Case(
        {"old report/grades.csv": "", "old report/results.json": "{}", f"old report/learners/x/{FILE}": SOLUTION},
        others=("old report",),
    ),
    "what we gave out and wrote, packed": Case(
        {
            "feedback.zip": zipped({"a/feedback.html": PAGE, "b_1_assignsubmission_file_/feedback.html": PAGE}),
            "old.zip": zipped({"report/run.json": "{}", "report/results.json": "{}", f"report/learners/x/{FILE}": "x"}),
            "solutions.zip": zipped({f"solutions/{FILE}": SOLUTION}),
        },
        others=("feedback.zip", "old.zip", "solutions.zip"),
    ),
    "the class's zip": Case(
        {
            "class.zip": zipped(
                {f"Learner {n}_{n}_assignsubmission_file_/{FILE}": SOLUTION for n in (501, 502)},
            )
        },
        others=("class.zip",),
    ),
    "a folder of several people's": Case(
        {f"unpacked/Learner {n}_{n}_assignsubmission_file_/{FILE}": SOLUTION for n in (511, 512)},
        {"unpacked": (REFUSED, "several people")},
    ),
    "GitHub Classroom's clones, one folder up": Case(
        {f"lab-submissions/lab-learner{n}/exercises/{FILE}": text for n, text in enumerate((SOLUTION, STUB))},
        {"lab-submissions": (REFUSED, "several people")},
    ),
    "a Gradescope export, as it is unpacked": Case(
        {f"assignment_9_export/submission_{n}/{FILE}": SOLUTION for n in (1, 2)},
        {"assignment_9_export": (REFUSED, "several people")},
    ),
    "the class's tar.gz": Case(
        {"class.tar.gz": tarred({f"learner{n}_{n}_{n}_{FILE}": SOLUTION for n in (501, 502)})}, others=("class.tar.gz",)
    ),
    "a zip of a nameless file": alone("dot.zip", zipped({".": "x", FILE: SOLUTION}), "dot"),
    "what systems leave": Case(
        {
            ".DS_Store": "x",
            "Thumbs.db": "x",
            "desktop.ini": "x",
            "__MACOSX/._x": "x",
            f"._{FILE}": "x",
            ".git/HEAD": "x",
            "$RECYCLE.BIN/x": "x",
            "System Volume Information/x": "x",
            "@eaDir/x": "x",
        },
        skipped=(
            *(".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", f"._{FILE}", ".git", "$RECYCLE.BIN"),
            *("System Volume Information", "@eaDir"),
        ),
    ),
    # odd names
    "a folder's name that is no UTF-8": Case(
        {os.fsdecode(b"odd\xfc") + f"/{FILE}": SOLUTION}, {"odd\\udcfc": (GRADED, "")}
    ),
    "a file's name that is no UTF-8": inside(
        "odd file", {FILE: SOLUTION, os.fsdecode(b"\xfc.txt"): "x", "a\nb.py": "x"}, says="\\udcfc.txt were left out"
    ),
    "odd names in an archive": alone(
        "odd zip.zip",
        zipped({f"\x1b[31m/{NAME}\u00a0(1).py": SOLUTION, "\x1b[31m/" + "n" * 300: "x", "at 9:41\u202fAM.png": "x"}),
        "odd zip",
        says="\\x1b[31m/nnn",
    ),
    "a newline in a name": Case({f"odd\nline/{FILE}": SOLUTION}, {"odd\\nline": (GRADED, "")}),
    "a name of 255 bytes": Case({f"{'n' * 255}/{FILE}": SOLUTION}, {"n" * 188 + "…": (GRADED, "")}),
    "an odd name of 255 bytes": Case(
        {os.fsdecode(b"\xff" * 255) + f"/{FILE}": SOLUTION}, {"\\udcff" * 31: (GRADED, "")}
    ),
}
