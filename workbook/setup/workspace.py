"""How JupyterLab opens a lesson: its exercise beside it, in a workspace of the workbook's own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from workbook.files.exercise import Exercise
from workbook.learning.lessons import Lesson

FOLDER = ".workbook/workspaces"  # the learner's own workspaces are in their home, and stay as they are


def opened_on(root: Path, lesson: Lesson) -> list[str]:
    """The options of JupyterLab that open a lesson; a workspace that the learner has rearranged stays as it is."""
    name = f"lesson-{lesson.number}"
    # JupyterLab's own name for the file (jupyterlab_server.workspaces_handler.slugify)
    file = root / FOLDER / f"{name}-{hashlib.sha256(name.encode()).hexdigest()[:4]}.jupyterlab-workspace"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        exercise = Exercise.find(root / "exercises", lesson.stem).file.relative_to(root).as_posix()
        file.write_text(json.dumps(_beside(name, lesson.notebook, exercise), indent=1) + "\n", encoding="utf-8")
    return [f"--LabApp.workspaces_dir={root / FOLDER}", f"--LabApp.default_url={address(lesson)}"]


def address(lesson: Lesson) -> str:
    """Where JupyterLab shows a lesson: its workspace, and the lesson also when its tab was closed there."""
    return f"/lab/workspaces/lesson-{lesson.number}/tree/{lesson.notebook}"


def _beside(name: str, notebook: str, exercise: str) -> dict[str, Any]:
    tabs = [f"notebook:{notebook}", f"editor:{exercise}"]
    areas = [{"type": "tab-area", "currentIndex": 0, "widgets": [tab]} for tab in tabs]
    dock = {"type": "split-area", "orientation": "horizontal", "sizes": [0.6, 0.4], "children": areas}
    left = {"collapsed": False, "visible": True, "current": "filebrowser", "widgets": ["filebrowser"]}
    return {
        "data": {
            "layout-restorer:data": {
                "main": {"dock": dock, "current": tabs[0]},
                "left": left,
                "right": {"collapsed": True, "visible": True, "widgets": []},
                "relativeSizes": [0.16, 0.84, 0],
            },
            tabs[0]: {"data": {"path": notebook, "factory": "Notebook"}},
            tabs[1]: {"data": {"path": exercise, "factory": "Editor"}},
        },
        "metadata": {"id": name},
    }
