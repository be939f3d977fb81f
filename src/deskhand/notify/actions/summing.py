"""The summary: one letter for each desk, with what somebody was told there and has not read.

One for each desk and not one for all, because a letter is kept with its desk, where the desk's administrators read
what was sent: what happened on another desk has no place there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.mail import letters, outbox
from deskhand.mail.letters import Filling
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.notify import queries, rhythm, stopping
from deskhand.notify.models import Notification, Rhythm, WaitsFor
from deskhand.notify.queries import Shown

LINES = 50
"""Lines in one letter; the rest is counted, and stands at the bell."""

READ = 500
"""Notifications that are read for one summary at most."""


@transaction.atomic
def send_summary(*, person_id: int) -> int:
    """Write to somebody what waited for their summary or for the end of their quiet hours, if it is due. Returns how
    many letters were written. May be called again at any time: what is not due, was read or was told is left out."""
    row = Rhythm.objects.select_for_update(of=("self",)).select_related("person").filter(person_id=person_id).first()
    now = clock.now()
    if row is None or not _is_due(row, now):
        return 0
    zone = clock.zone_of(row.person.time_zone)
    quiet = rhythm.quiet_until(row, now, zone)
    if quiet is not None:
        _postpone(row, now, quiet)
        return 0
    kinds = [WaitsFor.QUIET] + ([WaitsFor.DIGEST] if row.digest_due_at and row.digest_due_at <= now else [])
    waiting = Notification.objects.filter(person_id=person_id, waits_for__in=kinds)
    unread = list(waiting.filter(read_at=None).order_by("-pk")[:READ])
    with translation.override(row.person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        count = _write(row.person, unread)
    told = Q(pk__in=[one.pk for one in unread]) | Q(read_at__isnull=False)  # What came meanwhile waits on.
    waiting.filter(told).update(waits_for=WaitsFor.NOTHING)
    if len(unread) == READ:  # The rest is due as well, in a letter of its own.
        return count
    row.quiet_due_at = None
    if WaitsFor.DIGEST in kinds:
        row.digest_due_at = rhythm.next_digest(row, now, zone)
    row.save(update_fields=["quiet_due_at", "digest_due_at"])
    return count


def _is_due(row: Rhythm, now: datetime) -> bool:
    return any(due is not None and due <= now for due in (row.digest_due_at, row.quiet_due_at))


def _postpone(row: Rhythm, now: datetime, until: datetime) -> None:
    """Nothing is written in quiet hours: what is due is due at their end."""
    for name in ("digest_due_at", "quiet_due_at"):
        due = getattr(row, name)
        if due is not None and due <= now:
            setattr(row, name, until)
    row.save(update_fields=["quiet_due_at", "digest_due_at"])


def _write(person: Person, rows: Sequence[Notification]) -> int:
    if not person.is_active or not person.email or not rows:
        return 0
    actor = actor_for(person, Channel.SYSTEM)
    by_desk: dict[int, list[Shown]] = defaultdict(list)
    for shown in queries.in_words(rows, actor):
        by_desk[shown.row.desk_id].append(shown)
    desks = Desk.objects.filter(pk__in=by_desk.keys() & set(actor.desks_with("tickets.read")), is_active=True)
    for desk in desks.order_by("pk"):
        _send(person, desk, by_desk[desk.pk])
    return len(desks)


def _send(person: Person, desk: Desk, shown: Sequence[Shown]) -> None:
    language = person.language or desk.language
    with translation.override(language):
        values = {"desk": desk.name, "count": str(len(shown)), "link": _absolute(reverse("notify:list"))}
        filling = Filling(values, _as_text(shown[:LINES]), _as_html(shown[:LINES]))
        written = letters.written("digest", filling, desk=desk, language=language)
    letter = Letter(
        kind=LetterKind.DIGEST,
        subject=written.subject,
        text=written.text,
        html=written.html,
        mailbox=outbox.mailbox_of(desk.pk),
        desk_id=desk.pk,
        once=f"{LetterKind.DIGEST}:{desk.pk}:{shown[0].row.cause}",
        sender_name=desk.shown_name,
        is_automatic=True,
    )
    more = stopping.headers(person.pk, desk.pk, [stopping.SUMMARY])
    outbox.put(letter, to=Recipient(email=person.email or "", name=person.name, more_headers=more))


def _as_text(shown: Sequence[Shown]) -> str:
    return "\n\n".join(f"{one.line.title}\n{one.line.words}\n{_absolute(one.line.url)}" for one in shown)


def _as_html(shown: Sequence[Shown]) -> str:
    lines = ((_absolute(one.line.url), one.line.title, one.line.words) for one in shown)
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a><br>{}</li>', lines))


def _absolute(path: str) -> str:
    return f"{settings.DESKHAND.base_url.rstrip('/')}{path}"
