"""The order in which tickets are held."""

from __future__ import annotations

from typing import Any

import pytest

from deskhand.tickets import access


def watch_holding(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the tickets that are held from now on, through the workspace's gate, in that order."""
    held: list[int] = []
    gate = access.served_ticket_for

    def watched(actor: Any, number: Any, *, locked: bool = False) -> Any:
        found = gate(actor, number, locked=locked)
        if locked:
            held.append(found.number)
        return found

    monkeypatch.setattr(access, "served_ticket_for", watched)
    return held
