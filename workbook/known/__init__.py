"""What is known of the errors people meet, by what they are about: each with its cause and its cure.

Lesson 12's table is the commonest of them (`clinic`); `workbook.errors` makes a sentence of any.
"""

from __future__ import annotations

from workbook.known.awaiting import AWAITING
from workbook.known.database import DATABASE
from workbook.known.engines import ENGINES
from workbook.known.libraries import LIBRARIES
from workbook.known.models import MODELS
from workbook.known.names import NAMES
from workbook.known.objects import OBJECTS
from workbook.known.postgres import POSTGRES
from workbook.known.python import PYTHON
from workbook.known.queries import QUERIES
from workbook.known.quiet import QUIET
from workbook.known.results import RESULTS
from workbook.known.routes import ROUTES
from workbook.known.services import SERVICES
from workbook.known.statements import STATEMENTS
from workbook.known.transactions import TRANSACTIONS
from workbook.known.values import VALUES
from workbook.known.warned import WARNED

KNOWN = [
    *AWAITING,
    *DATABASE,
    *ENGINES,
    *LIBRARIES,
    *MODELS,
    *NAMES,
    *OBJECTS,
    *POSTGRES,
    *PYTHON,
    *QUERIES,
    *QUIET,
    *RESULTS,
    *ROUTES,
    *SERVICES,
    *STATEMENTS,
    *TRANSACTIONS,
    *VALUES,
    *WARNED,
]
