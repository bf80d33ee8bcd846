"""`python3 -m workbook`: any Python must be able to read this file, so that one that is too old can be told so."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (the very Pythons that these lines are for)
    sys.exit(
        "The workbook needs Python 3.11 or newer, and this is Python "
        + sys.version.split()[0]
        + ": install a newer one and start again with it, for example python3.12 -m workbook lab."
    )

from workbook.setup.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
