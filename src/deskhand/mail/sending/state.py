"""How a desk's letters go out, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, vault
from deskhand.mail.models import Lane, Mailbox, OutboundMail, OutboundState, SigningKey
from deskhand.mail.sending.signing import record_of


@dataclass(frozen=True)
class WayOut:
    """A mailbox with its lane: what waits there since when, and what its server said last if it cannot be used."""

    box: Mailbox
    lane: Lane
    waiting: int
    since: datetime | None
    trouble: str
    is_signed: bool


@dataclass(frozen=True)
class KeyShown:
    """A key as its record in the DNS: name and text. Without text if the key cannot be opened any more."""

    domain: str
    name: str
    record: str
    is_on: bool
    made_at: datetime


def ways_out(desk: Desk) -> list[WayOut]:
    """The mailboxes of a desk and how their letters go out. Four queries, whatever their number."""
    lanes = {one.pk: one for one in Lane.objects.within(desk)}
    queued = OutboundMail.objects.within(desk.pk).filter(state=OutboundState.QUEUED, mailbox__desk_id=desk.pk)
    waiting = {
        one["mailbox_id"]: one
        for one in queued.order_by().values("mailbox_id").annotate(count=Count("pk"), since=Min("made_at"))
    }
    signed = set(SigningKey.objects.within(desk).filter(is_on=True).values_list("domain", flat=True))
    found = []
    for box in Mailbox.objects.within(desk).order_by("name"):
        lane, waits = lanes.get(box.pk) or Lane(number=box.pk), waiting.get(box.pk, {})
        trouble = _trouble(box, lane)
        domain = box.address.rpartition("@")[2].lower()
        found.append(WayOut(box, lane, waits.get("count", 0), waits.get("since"), trouble, domain in signed))
    return found


def lane_of(box: Mailbox) -> Lane | None:
    """The lane of a mailbox, if anything was set or sent there."""
    found: Lane | None = Lane.objects.within(box.desk_id).filter(pk=box.pk).first()
    return found


def key_shown(box: Mailbox) -> KeyShown | None:
    """The key of the mailbox's domain, to be copied into the DNS."""
    rows = SigningKey.objects.within(box.desk_id)
    row: SigningKey | None = rows.filter(domain=box.address.rpartition("@")[2].lower()).first()
    if row is None:
        return None
    try:
        record = record_of(vault.opened(row.secret))
    except ValueError:
        record = ""
    return KeyShown(row.domain, str(row), record, row.is_on, row.made_at)


def _trouble(box: Mailbox, lane: Lane) -> str:
    """The server's last words while it cannot be used."""
    if not lane.failures or not lane.is_resting(clock.now()):
        return ""
    rows = OutboundMail.objects.beyond_walls("what its server says to any letter of the mailbox")
    waiting = rows.filter(mailbox=box, state=OutboundState.QUEUED).exclude(server_says="")
    return str(waiting.order_by("-changed_at").values_list("server_says", flat=True).first() or "")
