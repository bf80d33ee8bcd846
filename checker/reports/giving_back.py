"""`feedback.zip`: every learner's page, under the name that the upload of feedback files of Moodle and Canvas expects.

Moodle reads `Name_123_assignsubmission_file_/…` (is_valid_filename_for_import in its source,
mod/assign/feedback/file/importziplib.php); Canvas the person's and the attachment's number
between underscores, as it had written them (infer_comment_context_from_filename in its assignment model).  Whoever came
by no platform has a folder of their name.
"""

from __future__ import annotations

import zipfile

from checker.reports.run import Run


def write(run: Run) -> None:
    """Write the archive, the same bytes for the same pages.  Raises OSError."""
    path, unfinished = run.out / "feedback.zip", run.out / ".feedback.zip.unfinished"
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner in run.learners:
            page = run.folder(learner) / "feedback.html"
            if page.exists():
                name = f"{run.returned.get(learner, f'{learner}/')}feedback.html"
                entry = zipfile.ZipInfo(name.encode("utf-8", "replace").decode().replace("\\", "_"))  # else a folder
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, page.read_bytes())
    unfinished.replace(path)
