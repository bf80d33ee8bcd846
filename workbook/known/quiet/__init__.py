"""What is known of what raises nothing, by what it is about."""

from __future__ import annotations

from workbook.known.quiet.calls import CALLS
from workbook.known.quiet.code import CODE
from workbook.known.quiet.others import OTHERS
from workbook.known.quiet.rows import ROWS
from workbook.known.quiet.sessions import SESSIONS
from workbook.known.quiet.tasks import TASKS
from workbook.known.quiet.testing import TESTING
from workbook.known.quiet.transactions import TRANSACTIONS

QUIET = [*OTHERS, *CALLS, *CODE, *ROWS, *SESSIONS, *TASKS, *TESTING, *TRANSACTIONS]
