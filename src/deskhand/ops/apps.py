"""The ops app."""

from __future__ import annotations

from deskhand.kernel import modules


class OpsConfig(modules.CoreConfig):
    name = "deskhand.ops"
    label = "ops"
