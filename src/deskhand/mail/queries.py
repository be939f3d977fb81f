"""Reading a desk's mail: what came in, what went out, how its mailboxes are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from deskhand.accounts.models import Desk
from deskhand.mail.models import InboundMail, InboundState, Mailbox, MailboxAlias, OutboundMail, OutboundState, Protocol
from deskhand.mail.own import without_tag


def mailbox_for(address: str) -> Mailbox | None:
    """The mailbox that takes letters to this address: its own address, an alias, either with ``+anything`` behind the
    name. Only mailboxes in use, of desks in use; the desk comes with it. Two queries."""
    exact, plain = address.strip().lower(), without_tag(address)
    rows = Mailbox.objects.beyond_walls("whose letter it is, is asked before there is a desk").select_related("desk")
    names = {exact, plain}
    here = rows.filter(is_active=True, desk__is_active=True).filter(Q(address__in=names) | Q(pk__in=_aliases(names)))
    found = {name: row for row in here.prefetch_related("aliases") for name in _names(row)}
    return found.get(exact) or found.get(plain)


def has_watched_mailboxes() -> bool:
    """True if a server that tells of new letters by itself may be listened to: any mailbox is fetched by IMAP."""
    rows = Mailbox.objects.beyond_walls("mailboxes of all desks are watched").fetched()
    return bool(rows.filter(protocol=Protocol.IMAP).exists())


def _aliases(names: set[str]) -> Any:
    rows = MailboxAlias.objects.beyond_walls("an alias is looked for among all mailboxes")
    return rows.filter(address__in=names).values("mailbox_id")


def _names(box: Mailbox) -> list[str]:
    return [*(one.address for one in box.aliases.all()), box.address.lower()]


def quarantined(desk: Desk | None) -> int:
    """How many letters wait for a person. None counts nothing."""
    if desk is None:
        return 0
    return int(InboundMail.objects.within(desk).filter(state=InboundState.QUARANTINED).count())


def quarantined_up_to(desk: Desk, most: int) -> int:
    """The same, counted no further than ``most``: what every page of an administrator asks."""
    return int(InboundMail.objects.within(desk).filter(state=InboundState.QUARANTINED)[:most].count())


def failing_mailboxes(desk: Desk | None) -> int:
    """How many active mailboxes could not be fetched the last time."""
    if desk is None:
        return 0
    return int(Mailbox.objects.within(desk).filter(is_active=True).exclude(last_error="").count())


def undelivered(desk: Desk | None, *, hidden: Any = ()) -> int:
    """How many letters could not be delivered; those of the ``hidden`` tickets' numbers are not counted."""
    if desk is None:
        return 0
    return int(_failed(desk).exclude(ticket_number__in=hidden).count())


def undelivered_of(desk: Desk) -> Any:
    """A query for the numbers of the tickets that the letters which could not be delivered are about."""
    return _failed(desk).exclude(ticket_number=None).values("ticket_number")


def _failed(desk: Desk) -> Any:
    return OutboundMail.objects.within(desk.pk).filter(state=OutboundState.FAILED)
