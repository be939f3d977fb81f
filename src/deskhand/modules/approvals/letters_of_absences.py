"""Letters about who decides for whom: to both of them, for the page tells whoever may not see people nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.modules.approvals.models import Absence
from deskhand.web import moments


def tell(absence_id: int, *, once: str) -> None:
    """To the one who is away: who decides, or that nobody can. To the substitute: for whom, and when."""
    row: Absence | None = (
        Absence.objects.scoped(pk=absence_id, ended_at__isnull=True).select_related("person", "substitute").first()
    )
    if row is None:
        return
    second = row.substitute
    called = row.address or (second.name if second else "")
    _write("away", row.person, row, f"{once}:own", called=called, is_possible=second is not None)
    if second is not None:
        _write("standing_in", second, row, f"{once}:second", called=row.person.name)


def tell_left(person_id: int, *, once: str) -> None:
    """To everybody for whom somebody decided, or was going to, who has left."""
    yesterday = clock.ago(days=1).date()
    rows = Absence.objects.scoped(substitute_id=person_id, ended_at__isnull=True, until_on__gte=yesterday)
    for row in rows.select_related("person", "substitute").order_by("pk"):
        called = row.address or (row.substitute.name if row.substitute else "")
        _write("substitute_left", row.person, row, f"left:{once}:{row.pk}", called=called)


def _write(which: str, person: Person, row: Absence, once: str, **given: Any) -> None:
    if not person.email or not person.is_active:
        return
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('approvals:away')}"
    with translation.override(person.language or settings.LANGUAGE_CODE):
        days = {"first": moments.date_words(row.from_on), "last": moments.date_words(row.until_on)}
        whole = {"person": person, "url": page, **days, **given}
        written = render_to_string(f"approvals/mail/{which}.txt", whole).strip()
    subject, _newline, text = written.partition("\n")
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=subject.strip(),
        text=f"{text.strip()}\n",
        once=f"absence:{once}",
        is_automatic=True,
    )
    outbox.put(letter, to=Recipient(email=person.email, name=person.name))
