"""`python3 -m workbook`: any Python must be able to read this file, so that one that is too old can be told so."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (the very Pythons that these lines are for)
    sys.exit(
        "The workbook needs Python 3.11 or newer, and this is Python "
        + sys.version.split()[0]
        + ": install a newer one and start again with it, for example python3.12 -m workbook lab."
    )

project = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
half_done = os.path.join(project, ".workbook", "updating", "put_back.py")
if os.path.exists(half_done):  # an update was stopped: which of the files below is new and which is old nobody knows
    import runpy

    runpy.run_path(half_done, run_name="__main__")

from workbook.setup.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
