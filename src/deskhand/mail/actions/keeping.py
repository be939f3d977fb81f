"""How long letters that belong to no ticket are kept, and removing those that are older."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.jobs.queue import job
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail.events import MailRulesEdited
from deskhand.mail.models import InboundMail, InboundState, MailRules, OutboundMail, OutboundState
from deskhand.mail.models.rules import KEEP_DAYS, KEEP_DAYS_LEAST, KEEP_DAYS_MOST

AT_ONCE = 500
"""Letters of each way that one job removes; the next goes on behind them."""

ENDED = (InboundState.DONE, InboundState.IGNORED, InboundState.QUARANTINED)
"""How letters stand that may be removed: one that waits to be read never is."""


@transaction.atomic
def set_keep_days(*, actor: Actor, desk: Desk, days: int) -> MailRules:
    """Say how many days letters without a ticket are kept. What is older goes in the next night. Raises Invalid."""
    actor.need("mail.settings", desk.pk)
    if not KEEP_DAYS_LEAST <= days <= KEEP_DAYS_MOST:
        words = _("Between %(least)s and %(most)s days.") % {"least": KEEP_DAYS_LEAST, "most": KEEP_DAYS_MOST}
        raise Invalid(words, {"keep_days": words})
    row = MailRules.objects.within(desk).select_for_update().filter(desk=desk).first() or MailRules(desk=desk)
    before, row.keep_days = row.keep_days, days
    row.save()
    if before != days:
        fact = MailRulesEdited(desk=desk.pk, fields=["keep_days"], old={"keep_days": before}, new={"keep_days": days})
        emit(fact, actor=actor, desk_id=desk.pk)
    return row


def days_kept(desk_id: int) -> int:
    """How many days a desk keeps letters without a ticket."""
    found = MailRules.objects.within(desk_id).values_list("keep_days", flat=True).first()
    return KEEP_DAYS if found is None else int(found)


def part_from_ticket(*, desk_id: int, number: int) -> None:
    """A ticket was removed for good: its letters belong to none any more, and go when those go."""
    InboundMail.objects.within(desk_id).filter(ticket_number=number).update(ticket_number=None)
    letters = OutboundMail.objects.within(desk_id).filter(ticket_number=number)
    letters.exclude(message_ref=None).update(message_ref=None)


@job()
def forget_old_mail(desk: int, came_after: int = 0, went_after: int = 0) -> None:
    """Remove letters of a desk that are older than it keeps them and belong to no ticket: of those that came in all
    that became none, of those that went out all but answers. ``came_after`` and ``went_after`` are the ids behind which
    to go on. May run twice."""
    until = clock.now() - timedelta(days=days_kept(desk))
    came = _removed(_came(desk, until).filter(pk__gt=came_after))
    went = _removed(_went(desk, until).filter(pk__gt=went_after))
    if came or went:
        came, went = came or came_after, went or went_after
        key = f"forget_mail:{desk}:{came}:{went}"
        forget_old_mail.put(unique_key=key, desk=desk, came_after=came, went_after=went)


@job()
def forget_old_mail_everywhere() -> None:
    """Order it for each desk."""
    for pk in Desk.objects.order_by("pk").values_list("pk", flat=True):
        forget_old_mail.put(unique_key=f"forget_mail:{pk}", desk=pk)


def _came(desk_id: int, until: datetime) -> Any:
    rows = InboundMail.objects.within(desk_id).filter(received_at__lt=until, state__in=ENDED)
    return rows.filter(ticket_number=None)


def _went(desk_id: int, until: datetime) -> Any:
    rows = OutboundMail.objects.within(desk_id).filter(made_at__lt=until, message_ref=None)
    return rows.exclude(state=OutboundState.QUEUED)


def _removed(rows: Any) -> int:
    """Remove the first of them. Returns the last one's id; 0 when nothing is left behind them."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows.filter(pk__in=ids).delete()
    return int(ids[-1]) if len(ids) == AT_ONCE else 0
