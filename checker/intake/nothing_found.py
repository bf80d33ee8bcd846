"""What is said where no exercise file was found: what was found instead, and what to do about it."""

from __future__ import annotations

from pathlib import PurePosixPath

from checker.intake.candidates import some
from checker.intake.exercises import Exercises
from checker.intake.members import DEEPEST
from checker.intake.naming import named
from checker.intake.platforms import OTHER_ARCHIVES, is_archive, suffix
from workbook.files.exercise import MAIN

IN_ITS_PLACE = {
    **dict.fromkeys((".lnk", ".url", ".webloc", ".desktop", ".icloud"), "only says where a file is: hand in the file"),
    **dict.fromkeys((".crdownload", ".part", ".partial", ".download"), "is a download that was not finished"),
    **dict.fromkeys((".pyc", ".pyo", ".pyd", ".so"), "was made from a source: hand in the source"),
    **dict.fromkeys((".html", ".htm"), "is a page, or was typed into the platform: hand in the file itself"),
    ".bundle": "is a bundle of Git, which is not opened: hand in the files",
    **dict.fromkeys((".eml", ".msg"), "is a mail, which is not opened: hand in what is attached to it"),
}


def found_instead(paths: list[PurePosixPath], wanted: list[str], known: Exercises, problems: list[str]) -> str:
    """A sentence or two, for the learner as much as for the instructor, to be put behind a colon."""
    tops = (PurePosixPath(*path.parts[: at + 1]) for path in paths for at in range(len(path.parts)))
    exercises = [top for top in dict.fromkeys(tops) if (its := named(top.name, known.texts)) and its.stem not in wanted]
    files = [f"{stem}/{MAIN}" if stem in known.packages else known.called(stem) for stem in wanted]
    sought = files[0] if len(files) == 1 else "exercise file"
    said = [f"there is no {sought} in it"]
    why = unopened(paths, files, problems)
    if why:
        said.append(why)
    elif not paths:
        what = f"what tools leave there, pipes, or folders more than {DEEPEST} deep"
        said = [f"there is no {sought} in it: it is empty, or holds only {what}"]
    elif in_its_place := [path for path in paths if path.suffix.lower() in IN_ITS_PLACE]:
        said.append(f"{in_its_place[0]} {IN_ITS_PLACE[in_its_place[0].suffix.lower()]}")
    elif exercises:
        said.append(f"There is {some(exercises)}, which was not asked for")
    else:
        said.append(f"There is {some(paths)}")
    if any("solutions" in path.parts[:-1] for path in paths):
        said.append("What is in a folder solutions/ is never taken for an answer: hand in exercises/")
    return ".  ".join(part.rstrip(".") for part in said) + "."


def unopened(paths: list[PurePosixPath], files: list[str], problems: list[str]) -> str:
    """What may hold these exercise files and is not opened, and what to do about it; "" if nothing may."""
    of_notebook = [path for path in paths if path.suffix.lower() == ".ipynb"]
    foreign = [path for path in paths if suffix(path.name) in OTHER_ARCHIVES]
    nested = [path for path in paths if is_archive(path.name) and any(map(is_archive, path.parts[:-1]))]
    if problems:
        return " ".join(problems).rstrip(".")
    wants = f"hand in {some_files(files)}"
    if of_notebook:
        return f"A notebook ({some(of_notebook)}) is not graded: {wants}, with your functions in it"
    if foreign:
        return f"{foreign[0]} is a {suffix(foreign[0].name)} archive, which is not opened: {wants}, or a .zip of it"
    if nested:
        return f"{nested[0]} lies too deep in other archives to be opened: {wants}, or a .zip of it"
    return ""


def some_files(files: list[str]) -> str:
    """The file that is wanted, or what is common to several."""
    return files[0] if len(files) == 1 else "the .py file"
