"""What in a class's folder is nobody's, by its name: what systems leave, the workbook's own, rosters.  Pure."""

from __future__ import annotations

from collections.abc import Callable

from checker.intake.platforms import ARCHIVES, OTHER_ARCHIVES, suffix

LEFT_BY_SYSTEMS = {
    *(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", ".spotlight-v100", ".trashes", ".fseventsd"),
    *("$recycle.bin", "system volume information", "lost+found", "@eadir", ".localized", ".directory"),
}
LEFT_BY_TOOLS = {
    *(".git", ".gitignore", ".gitkeep", ".ipynb_checkpoints", "__pycache__", ".pytest_cache", ".venv", "venv", ".idea"),
    *(".vscode", ".stfolder", ".sync", ".dropbox", ".dropbox.cache"),
}
OF_THE_WORKBOOK = {
    "solutions": "the solutions",
    "exercises": "the exercises as they are handed out, or somebody's without a name",
    "checker": "the checker",
    "workbook": "the workbook",
    "notebooks": "the lessons",
    "tests": "the workbook's own tests",
    "docs": "the guides",
    "node_modules": "packages of a tool",
}
SHEETS = {".csv", ".tsv", ".xlsx", ".xls", ".ods"}
DOCUMENTS = {".pdf", ".docx", ".doc", ".odt", ".rtf", ".pptx", ".pages"}
SETTINGS = {".yml", ".yaml", ".toml", ".json", ".cfg", ".ini", ".lock", ".xml", ".pth"}
IN_A_FILES_PLACE = {".eml", ".msg", ".url", ".webloc", ".lnk", ".icloud", ".bundle"}  # somebody's, who meant a file
TEXTS = {".md", ".rst", ".txt", ".log", ".html", ".htm"}


def skipped(name: str) -> bool:
    """Whether it is what operating systems and tools leave."""
    lower = name.lower()
    return lower in LEFT_BY_SYSTEMS | LEFT_BY_TOOLS or lower.startswith(("._", "~$", ".~")) or lower == "icon\r"


def nobodys_folder(name: str) -> str:
    """What a folder is by its name, if it is no submission."""
    return OF_THE_WORKBOOK.get(name.lower(), "") or ("hidden" if name.startswith((".", "__")) else "")


def nobodys_file(name: str) -> str:
    """What a file is by its name, if it is no submission and names no exercise."""
    ending, lower = suffix(name), name.lower()
    if lower in ("conftest.py", "setup.py", "__init__.py"):
        return "a part of a project"
    if lower == "submission_metadata.yml":
        return "Gradescope's list of the submissions"
    if lower == "index.html":
        return "an index that a platform or a report has written"
    kinds: list[tuple[set[str], Callable[[], str]]] = [
        (SHEETS, lambda: "a table: a roster, or grades"),
        (DOCUMENTS, lambda: f"a document ({ending})"),
        (SETTINGS, lambda: f"settings or metadata ({ending})"),
        (TEXTS, lambda: "a read-me" if lower.startswith("readme") else f"a text ({ending})"),
    ]
    for endings, what in kinds:
        if ending in endings:
            return what()
    if name.startswith((".", "__")):
        return "hidden"
    if ending in (".py", ".pyw", ".ipynb", ".patch", ".diff", *IN_A_FILES_PLACE, *ARCHIVES, *OTHER_ARCHIVES):
        return ""
    return f"a file of another kind ({ending})" if ending else "a file whose name has no ending"
