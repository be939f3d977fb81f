"""Letters of the catalog to people of the portal. That an order has arrived, and that one for later has begun, tells
the receipt of its ticket."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import own_words
from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.modules.catalog.models import OrderLine, RecurringOrder
from deskhand.modules.catalog.wording import said
from deskhand.tickets import links

_SYSTEM = "a letter is written about what its fact names"


def tell_for_whom(line_id: int) -> None:
    """Somebody else ordered this for them. Parts of a bundle are told with the bundle."""
    rows = OrderLine.objects.beyond_walls(_SYSTEM).select_related("order__person", "desk", "for_person", "item")
    line: OrderLine | None = rows.select_related("ticket__desk").filter(pk=line_id, bundle=None).first()
    if line is None or line.ticket is None or line.ticket.desk_id != line.desk_id:
        return
    person = line.for_person
    if person is None or not person.email or not person.is_active or person.pk == line.order.person_id:
        return
    given = {"who": line.order.person.name, "url": links.portal_url(line.ticket, person)}
    _put("ordered_for", person, line.desk, line.item, once=f"catalog:for:{line.pk}", **given)


def tell_paused(regular_id: int, *, once: str) -> None:
    """What comes again by itself could not be ordered."""
    rows = RecurringOrder.objects.beyond_walls(_SYSTEM).select_related("person", "item__desk")
    row: RecurringOrder | None = rows.filter(pk=regular_id, ended_at=None).exclude(paused_at=None).first()
    if row is None or not row.person.email or not row.person.is_active:
        return
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('catalog:orders')}#regular"
    _put("regular_paused", row.person, row.item.desk, row.item, once=once, why=row.problem, url=page)


def _put(which: str, person: Person, desk: Desk, item: Any, *, once: str, **given: Any) -> None:
    with translation.override(person.language or desk.language), own_words.of_desk(desk.pk):
        whole = {"person": person, "desk": desk.shown_name, "what": said(item, "title"), **given}
        written = render_to_string(f"catalog/mail/{which}.txt", whole).strip()
    subject, _newline, body = written.partition("\n")
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=subject.strip(),
        text=f"{body.strip()}\n",
        once=once,
        sender_name=desk.shown_name,
        is_automatic=True,
    )
    outbox.put(letter, to=Recipient(email=person.email or "", name=person.name))
