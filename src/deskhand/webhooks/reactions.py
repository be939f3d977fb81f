"""Every fact of a desk goes to the webhooks that want it, in the transaction that records it."""

from __future__ import annotations

from deskhand.accounts.models import DeskRole
from deskhand.kernel import events
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import ADMIN
from deskhand.kernel.reactions import afterwards, together
from deskhand.notify.actions import tell
from deskhand.webhooks import actions, kinds, listeners
from deskhand.webhooks.events import WebhookDisabled


@together(*(cls for code, cls in events.types().items() if code in kinds.known()))
def put_on_its_way(fact: Fact) -> None:
    """A row and a job for each webhook that listens; what is sent is sent after the commit."""
    if fact.meta.desk_id is None:
        return
    webhooks = listeners.for_event(fact.meta.desk_id, fact.code)
    if webhooks and not kinds.is_confidential(fact):
        actions.enqueue(webhooks=webhooks, fact=fact)


@afterwards(WebhookDisabled)
def tell_administrators(fact: WebhookDisabled) -> None:
    """The desk's administrators hear that a webhook was stopped."""
    serving = DeskRole.objects.filter(desk_id=fact.meta.desk_id or 0, role=ADMIN).values_list("person_id", flat=True)
    tell(kind="webhook.stopped", fact=fact, people=serving)
