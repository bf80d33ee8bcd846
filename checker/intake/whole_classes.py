"""Whether a folder or an archive holds the hand-ins of a whole class, which are nobody's answer together."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path

from checker.intake import reading
from checker.intake.entries import handed_out
from checker.intake.members import Refused
from checker.intake.naming import named
from checker.intake.not_submissions import skipped
from checker.intake.platforms import said, without_suffix
from checker.intake.spelling import spelt

MOST_LOOKED_AT = 10_000  # entries of a folder


def class_archive(path: Path) -> str:
    """What an archive is that is nobody's: the hand-ins of several people, as platforms give them out, or our own."""
    with ExitStack() as stack, suppress(Refused, OSError):
        paths = [each.path for each in reading.of(path, path.name, stack) if each.path.parts]
        tops = {each.parts[0] for each in paths}
        if _several(tops):
            return "the platform's archive of the whole class: unpack it"
        if paths and all(each.name.endswith("feedback.html") for each in paths):
            return "feedback that a report has written"
        if {"run.json", "results.json"} <= {each.name for each in paths if len(each.parts) < 3}:
            return "an earlier report"
        if tops == {"solutions"} and without_suffix(path.name).lower() == "solutions":
            return "the solutions"
    return ""


def class_folder(path: Path) -> str:
    """Why a folder is not one learner's: it holds several people's, whose files are nobody else's answers."""
    try:
        with os.scandir(path) as found:
            inside = [(each.name, each.is_dir()) for each in islice(found, MOST_LOOKED_AT)]
    except OSError:
        return ""  # what reads it says so
    folders = [name for name, is_folder in inside if is_folder and not skipped(name)]
    collected = path.name == "submitted" or path.name.endswith("-submissions")  # nbgrader's, and GitHub Classroom's
    begins = path.name.removesuffix("submissions") if path.name != "submitted" else ""
    if _several({name for name, _ in inside}) or (collected and sum(name.startswith(begins) for name in folders) > 1):
        return f"it holds the hand-ins of several people: give --submissions …/{spelt(path.name)}, or unpack it here."
    return ""


def _several(names: set[str]) -> bool:
    """Whether these, in one folder, are hand-ins of several people, as platforms give them out."""
    found = [its for its in map(said, names) if its.form]
    # of Canvas' form could be any file with two numbers in its name
    found = [its for its in found if its.form != "Canvas" or named(its.file, handed_out().texts)]
    people = {(its.form, its.number, its.person) for its in found}
    submissions = sum(name.startswith("submission_") and name[11:].isdigit() for name in names)
    return len(people) > 1 or submissions > 1 or "submission_metadata.yml" in names
