"""The webhooks app."""

from __future__ import annotations

from deskhand.kernel import modules


class WebhooksConfig(modules.CoreConfig):
    name = "deskhand.webhooks"
    label = "webhooks"
