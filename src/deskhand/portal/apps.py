"""The portal app."""

from __future__ import annotations

from deskhand.kernel import modules


class PortalConfig(modules.CoreConfig):
    name = "deskhand.portal"
    label = "portal"
