"""Reading a desk's mail: what came in, what went out, how its mailboxes are."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.accounts.models import Desk
from deskhand.mail.models import InboundMail, InboundState, Mailbox, OutboundMail, OutboundState

PAGE = 50
"""Letters on one page."""


def received(
    desk: Desk, *, states: Sequence[str] = (), before: int | None = None
) -> tuple[list[InboundMail], int | None]:
    """A page of letters that came in, newest first, and the id from which the next page goes on."""
    rows = InboundMail.objects.within(desk).select_related("mailbox")
    if states:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def sent(desk: Desk, *, states: Sequence[str] = (), before: int | None = None) -> tuple[list[OutboundMail], int | None]:
    """A page of letters that went out or will, newest first, and the id from which the next page goes on."""
    rows = OutboundMail.objects.within(desk.pk)
    if states:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk").defer("html")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def quarantined(desk: Desk | None) -> int:
    """How many letters wait for a person. None counts nothing."""
    if desk is None:
        return 0
    return int(InboundMail.objects.within(desk).filter(state=InboundState.QUARANTINED).count())


def failing_mailboxes(desk: Desk | None) -> int:
    """How many active mailboxes could not be fetched the last time."""
    if desk is None:
        return 0
    return int(Mailbox.objects.within(desk).filter(is_active=True).exclude(last_error="").count())


def undelivered(desk: Desk | None) -> int:
    """How many letters could not be delivered."""
    if desk is None:
        return 0
    return int(OutboundMail.objects.within(desk.pk).filter(state=OutboundState.FAILED).count())
