"""What the demo shows of it."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from tests.dummy.models import mark


def furnish(desk: Desk, cast: Any) -> None:
    """One mark."""
    mark(desk.pk, "demo_content")
