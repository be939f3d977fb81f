"""Desks that ask more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Desk
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field
from tests.cast import Cast


@pytest.fixture
def on(cast: Cast) -> Cast:
    """The module is on for both desks."""
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="fields", on=True)
    return cast


@pytest.fixture
def make(on: Cast) -> Callable[..., Field]:
    """Makes a field, with choices by their labels."""

    def made(label: str, kind: str = "text", *choices: str, desk: Desk | None = None, **more: Any) -> Field:
        here = desk or on.it
        field = actions.save_field(actor=SYSTEM, desk=here, details=actions.Details(label=label, kind=kind, **more))
        for one in choices:
            actions.save_option(actor=SYSTEM, field=field, label=one)
        return field

    return made


@pytest.fixture
def both(make: Callable[..., Field]) -> Callable[..., Field]:
    """Makes a field that requesters see and fill in, too."""
    return lambda label, kind="text", *choices, **more: make(
        label, kind, *choices, seen_by="requesters", filled_by="requesters", **more
    )
