"""Facts about webhooks. None of them is sent to a webhook itself."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("webhook.created", subject="webhook")
@dataclass(frozen=True, kw_only=True)
class WebhookCreated(Fact):
    """A webhook was made for the desk."""

    webhook: int


@event("webhook.changed", subject="webhook")
@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Fact):
    """A webhook's address, events or state was changed by an administrator."""

    webhook: int
    fields: list[str]


@event("webhook.rotated", subject="webhook")
@dataclass(frozen=True, kw_only=True)
class WebhookRotated(Fact):
    """A webhook got a new secret; the former one goes on signing for a day."""

    webhook: int


@event("webhook.disabled", subject="webhook")
@dataclass(frozen=True, kw_only=True)
class WebhookDisabled(Fact):
    """Deskhand stopped a webhook: its server said that it is gone (``gone``), or failed for days (``failing``)."""

    webhook: int
    why: str


@event("webhook.deleted", subject="webhook")
@dataclass(frozen=True, kw_only=True)
class WebhookDeleted(Fact):
    """A webhook was removed with its log."""

    webhook: int
