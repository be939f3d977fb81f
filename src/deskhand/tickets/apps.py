"""The tickets app."""

from __future__ import annotations

from deskhand.kernel import modules


class TicketsConfig(modules.CoreConfig):
    name = "deskhand.tickets"
    label = "tickets"
