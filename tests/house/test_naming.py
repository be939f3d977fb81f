"""Every worker collects the tests for itself. If two name one test differently, none of them is run."""

import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT


def _collected(seed: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in run.stdout.splitlines() if "::" in line]


@pytest.mark.long
def test_two_workers_name_every_test_alike_at_whatever_second_they_begin():
    """Collecting takes longer than the two seconds that a packed archive's time is exact to."""
    first, second = _collected("1"), _collected("2")
    assert len(first) > 1000
    assert first == second
