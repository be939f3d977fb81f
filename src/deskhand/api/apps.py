"""The api app."""

from __future__ import annotations

from deskhand.kernel import modules


class ApiConfig(modules.CoreConfig):
    name = "deskhand.api"
    label = "api"
