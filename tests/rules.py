"""What holds for every test: which are repeated on PostgreSQL, and that nothing is left out unseen in CI."""

import os
from collections.abc import Generator

import pytest

ASKS_THE_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def asks_the_database(item: pytest.Item) -> bool:
    """True if the database can make a difference to a test: it is marked, or a fixture of it opens the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(ASKS_THE_DATABASE & fixtures)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of the apps are about behaviour, which PostgreSQL must show as well; those that never ask a database are
    not repeated."""
    source = config.rootpath / "src"
    for item in items:
        elsewhere = item.get_closest_marker("browser") or item.get_closest_marker("sqlite")
        if item.path.is_relative_to(source) and not elsewhere and asks_the_database(item):
            item.add_marker(pytest.mark.postgres)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test is a failed one: what was not run was not proven."""
    report = yield
    _refuse_a_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    _refuse_a_skip(report)
    return report


def _refuse_a_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail") or os.environ.get("CI") != "true":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped, which CI does not allow: {reason}"
