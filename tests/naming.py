"""Names of tests that every worker makes alike. They are collected once by each, and compared."""

from __future__ import annotations


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes may hold what differs between two processes (an archive holds the second it was packed in)."""
    return argname if isinstance(val, bytes) else None
