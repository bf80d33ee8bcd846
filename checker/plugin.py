"""The plug-in of `pytest checker`, named in pyproject.toml: each import is a small plug-in of its own."""

from checker.classroom import pytest_runtestloop
from checker.options import pytest_addoption, pytest_report_header
from checker.running import (
    pytest_collection_finish,
    pytest_pyfunc_call,
    pytest_runtest_setup,
    pytest_sessionfinish,
    pytest_sessionstart,
    shop,
    submission,
)
from checker.telling import (
    pytest_report_teststatus,
    pytest_runtest_logreport,
    pytest_runtest_makereport,
    pytest_terminal_summary,
)

__all__ = [
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_pyfunc_call",
    "pytest_report_header",
    "pytest_report_teststatus",
    "pytest_runtest_logreport",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "pytest_runtestloop",
    "pytest_sessionfinish",
    "pytest_sessionstart",
    "pytest_terminal_summary",
    "shop",
    "submission",
]
