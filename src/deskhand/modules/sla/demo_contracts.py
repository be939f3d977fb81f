"""The contracts of the demo desk, with a customer, between two teams and with a supplier, and excused promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole, Organization, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.modules.sla.actions import agreements, waivers
from deskhand.modules.sla.actions.agreements import Contract
from deskhand.modules.sla.models import Clock, Level, Policy
from deskhand.modules.sla.service_credits import Band
from deskhand.tickets.people import organizations_of

CUSTOMER, SUPPLIER = "Nordwind Logistik", "Talbruck Telecom"

SCHEDULE = """Service schedule

This schedule is part of the agreement on IT support with Nordwind Logistik.

1. Urgent matters are answered within one open hour and solved within eight.
2. All others are answered within two open hours and solved within 24; what is of high priority within twelve.
3. The service is reviewed each month. Both sides may give notice ninety days before the end of the term.
"""
"""What the document of the first contract says."""

BANDS = (Band(Decimal("95"), Decimal("5")), Band(Decimal("85"), Decimal("10")))

REASONS = (
    "Agreed with the customer by phone: they could let us in only after the weekend.",
    "The site had no power until noon; nobody could have worked on it.",
)
"""Why promises were not kept. The first is confirmed, the last waits for a second person."""


def furnish(desk: Desk, cast: Any, policies: Iterable[Policy]) -> None:
    """The contracts with those whom the desk knows, and the policy that belongs to each: the first of its level."""
    first: dict[str, int] = {}
    for one in policies:
        first.setdefault(one.level, one.pk)
    for contract in _contracts(desk, cast):
        if contract.level not in first or not (contract.organization or contract.team or contract.supplier):
            continue
        row = agreements.save_agreement(actor=SYSTEM, desk_id=desk.pk, contract=contract)
        agreements.choose_policies(actor=SYSTEM, agreement=row, policy_ids=[first[contract.level]])
        if contract.level == Level.SLA:
            name, content = "Service schedule.txt", SCHEDULE.encode()
            agreements.add_document(actor=SYSTEM, agreement=row, filename=name, content=content)


def customer_of(desk: Desk) -> Organization | None:
    """The customer, if the desk knows it."""
    found: Organization | None = organizations_of([desk.pk]).filter(name=CUSTOMER).first()
    return found


def _contracts(desk: Desk, cast: Any) -> list[Contract]:
    today = timezone.localdate(clock.now())
    begun = date(today.year - 1, 1, 1)
    team = next(one.name for one in cast.teams if one.tier == "L3")
    return [
        Contract(
            level=Level.SLA,
            name=f"IT support for {CUSTOMER}",
            organization=customer_of(desk),
            starts_on=begun,
            ends_on=date(today.year + 2, 12, 31),
            notice_days=90,
            fee=Decimal(4_800),
            currency="EUR",
            bands=BANDS,
            notes="The figures are gone through on the second Tuesday of each month, with Brinkhaven by video.",
        ),
        Contract(
            level=Level.OLA,
            name=f"{team} for the Service Desk",
            team=Team.objects.within(desk).filter(name=team).first(),
            starts_on=begun,
            notes="Whoever hands a ticket over says what was tried. Whoever gets it takes it within four open hours.",
        ),
        Contract(
            level=Level.UC,
            name="Lines and telephony",
            supplier=SUPPLIER,
            starts_on=begun,
            ends_on=today + timedelta(days=120),
            notice_days=90,
            notes="Hotline around the clock, noc@talbruck.example. Name our customer number.",
        ),
    ]


def excuse(desk: Desk, cast: Any) -> None:
    """An agent asks that promises be excused, the customer's before others, and a lead confirms all but the last."""
    missed = Clock.objects.within(desk).filter(outcome="missed", level=Level.SLA).order_by("-ended_at", "-pk")
    theirs = missed.filter(ticket__organization__name=CUSTOMER)
    rows = [*theirs[: len(REASONS)], *missed.exclude(pk__in=theirs)][: len(REASONS)]
    lead = DeskRole.objects.filter(desk=desk, role="lead").order_by("pk").first()
    for row, reason in zip(reversed(rows), REASONS, strict=False):
        asked = waivers.ask_waiver(actor=_actor(cast.personas.agent, cast), row=row, reason=reason)
        if reason != REASONS[-1] and lead is not None:
            decided = actor_for(lead.person, Channel.WEB)
            waivers.confirm_waiver(actor=decided, waiver=asked, answer="Seen in their mail of that day.")


def _actor(key: str, cast: Any) -> Actor:
    person: Person = Person.objects.get(email=cast.people[key].email)
    return actor_for(person, Channel.WEB)
