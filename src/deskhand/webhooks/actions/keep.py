"""Making and changing webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, targets, vault
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.webhooks import kinds, listeners, signatures
from deskhand.webhooks.events import WebhookChanged, WebhookCreated, WebhookDeleted, WebhookDisabled, WebhookRotated
from deskhand.webhooks.models import NAME_LIMIT, URL_LIMIT, Delivery, State, Stopped, Webhook

PER_DESK = 50
"""Most webhooks of one desk."""

BOTH_SIGN_FOR = timedelta(days=1)
"""How long the former secret goes on signing after a rotation."""


@transaction.atomic
def save_webhook(
    *,
    actor: Actor,
    desk: Desk,
    webhook: Webhook | None = None,
    name: str,
    url: str,
    events: Sequence[str] = (),
    is_on: bool = True,
) -> tuple[Webhook, str]:
    """Make or change a webhook. No events means all. Returns the row, and the secret of a new one (else the empty
    string): it is shown this once. Switching one on that was stopped forgets its failures."""
    actor.need("webhooks.edit", desk.pk)
    name, url = " ".join(name.split()), url.strip()
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two new ones at once must not both be the last allowed.
    _check(desk, webhook, name, url, events)
    wanted = {"name": name, "url": url, "events": sorted(set(events))}
    if webhook is not None:
        return _changed(actor, _locked(webhook), wanted, is_on), ""
    secret = signatures.fresh_secret()
    row: Webhook = Webhook.objects.create(
        desk=desk,
        created_at=clock.now(),
        secret=vault.locked(secret),
        stopped=Stopped.NO if is_on else Stopped.BY_HAND,
        **wanted,
    )
    emit(WebhookCreated(webhook=row.pk), actor=actor, desk_id=desk.pk)
    listeners.changed()
    return row, secret


@transaction.atomic
def change_webhook(*, actor: Actor, webhook: Webhook, given: Mapping[str, Any]) -> Webhook:
    """Change what is given (``name``, ``url``, ``events``, ``is_on``); the rest stays as it is at this moment."""
    actor.need("webhooks.edit", webhook.desk_id)
    Desk.objects.select_for_update().get(pk=webhook.desk_id)
    row = _locked(webhook)
    now = {"name": row.name, "url": row.url, "events": row.events, "is_on": row.stopped == Stopped.NO}
    return save_webhook(actor=actor, desk=row.desk, webhook=row, **{**now, **given})[0]


@transaction.atomic
def rotate_secret(*, actor: Actor, webhook: Webhook) -> str:
    """A new secret, which is returned this once. The former one signs, too, for :data:`BOTH_SIGN_FOR`."""
    actor.need("webhooks.edit", webhook.desk_id)
    secret, row = signatures.fresh_secret(), _locked(webhook)
    row.former_secret, row.former_until = row.secret, clock.now() + BOTH_SIGN_FOR
    row.secret = vault.locked(secret)
    row.save(update_fields=["secret", "former_secret", "former_until"])
    emit(WebhookRotated(webhook=row.pk), actor=actor, desk_id=row.desk_id)
    return secret


@transaction.atomic
def delete_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Remove a webhook with its log. What waits is not sent any more."""
    actor.need("webhooks.edit", webhook.desk_id)
    emit(WebhookDeleted(webhook=webhook.pk), actor=actor, desk_id=webhook.desk_id)
    webhook.delete()
    listeners.changed()


@transaction.atomic
def disable(*, webhook: Webhook, why: str) -> None:
    """Stop a webhook whose server does not take anything; its administrators are told. Deskhand itself does this."""
    stopped = Webhook.objects.within(webhook.desk_id).filter(pk=webhook.pk, stopped=Stopped.NO).update(stopped=why)
    if not stopped:
        return
    Delivery.objects.within(webhook.desk_id).filter(webhook=webhook, state=State.WAITING).update(
        state=State.FAILED, next_try_at=None
    )
    emit(WebhookDisabled(webhook=webhook.pk, why=why), actor=SYSTEM, desk_id=webhook.desk_id)
    listeners.changed()


def _locked(webhook: Webhook) -> Webhook:
    """The row as it is now, held until the end of the transaction. NotFound if it was deleted meanwhile."""
    found = Webhook.objects.within(webhook.desk_id).select_for_update(of=("self",)).select_related("desk")
    row: Webhook | None = found.filter(pk=webhook.pk).first()
    if row is None:
        raise NotFound
    return row


def _changed(actor: Actor, row: Webhook, wanted: dict[str, Any], is_on: bool) -> Webhook:
    if not is_on:
        wanted["stopped"] = row.stopped or Stopped.BY_HAND
    elif row.stopped:
        wanted |= {"stopped": Stopped.NO, "failing_since": None}
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    if not changed:
        return row
    for field in changed:
        setattr(row, field, wanted[field])
    row.save(update_fields=changed)
    told = [field for field in changed if field != "failing_since"]
    emit(WebhookChanged(webhook=row.pk, fields=told), actor=actor, desk_id=row.desk_id)
    listeners.changed()
    return row


def _check(desk: Desk, webhook: Webhook | None, name: str, url: str, events: Sequence[str]) -> None:
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= NAME_LIMIT:
        wrong["name"] = _("Write a name of at most %(limit)s characters.") % {"limit": NAME_LIMIT}
    if len(url) > URL_LIMIT:
        wrong["url"] = _("At most %(limit)s characters.") % {"limit": URL_LIMIT}
    unknown = sorted(set(events) - set(kinds.known()))
    if unknown:
        wrong["events"] = _("There is no event “%(code)s”.") % {"code": unknown[0][:80]}
    if webhook is None and Webhook.objects.within(desk).count() >= PER_DESK:
        wrong["name"] = _("A desk has at most %(limit)s webhooks.") % {"limit": PER_DESK}
    if wrong:
        raise Invalid(_("This webhook cannot be saved."), wrong)
    targets.check(url)
