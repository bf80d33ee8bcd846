"""`--sent FILE`: which statements each check has seen, for who compares two answers (`workbook.learning.solution`)."""

from __future__ import annotations

from typing import Any

import pytest

from checker.judge.running import CASE
from workbook.files.whole import write_json

SENT = pytest.StashKey[dict[str, Any]]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> None:
    case = item.stash.get(CASE, None)
    if call.when != "call" or case is None or not item.config.option.sent:
        return
    statements = [
        {"sql": " ".join(event.sql.split()), "rows": event.rows, "fetched": event.fetched, "where": event.where}
        for event in case.submission.trace.statements()
        if event.where
    ]
    found = item.config.stash.setdefault(SENT, {})
    found[item.name] = {"passed": call.excinfo is None, "statements": statements}


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if config.option.sent:
        write_json(config.invocation_params.dir / config.option.sent, config.stash.get(SENT, {}), durable=False)
