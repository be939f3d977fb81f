"""The notify app."""

from __future__ import annotations

from deskhand.kernel import modules


class NotifyConfig(modules.CoreConfig):
    name = "deskhand.notify"
    label = "notify"
