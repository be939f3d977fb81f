"""Cases of the demo's HR desk."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.cases import codes
from deskhand.modules.cases.actions import ClassWords, NewCase, Report, open_case, report, save_class
from deskhand.modules.cases.models import CaseClass
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket

CLASSES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "Complaint",
        "Beschwerde",
        {"is_offered": True, "excludes_manager": True, "keep_months": 36, "endings": ("Settled", "Not confirmed")},
    ),
    ("Misconduct", "Missstand", {"takes_nameless": True, "excludes_manager": True, "keep_months": 36}),
    ("Return from long illness", "Eingliederung nach Krankheit", {"keep_months": 36}),
    ("Reference letter", "Arbeitszeugnis", {"is_confidential": False, "is_offered": True, "keep_months": 12}),
)
CASES = (
    ("Complaint", "Shifts that change overnight", "My shifts were changed twice this week after eight in the evening."),
    (
        "Return from long illness",
        "Back in steps from December",
        "Four hours a day to begin with; the plan is attached.",
    ),
    ("Reference letter", "Interim reference", "Please write me an interim reference for my last project."),
)
NAMELESS = (
    "Invoices without deliveries",
    "Since September three invoices of the same supplier were paid for goods that never came to the warehouse.",
)


def furnish(_desk: Desk, _cast: Any) -> None:
    """What every desk has on which cases are on."""
    for desk in Desk.objects.filter(pk__in=switches.desks_with(MODULE)):
        furnish_desk(desk)


def furnish_desk(desk: Desk) -> None:
    """Classes, and one case of each, read by the desk's administrator."""
    chief = DeskRole.objects.filter(desk=desk, role=ADMIN).select_related("person").order_by("pk").first()
    if chief is None:
        return
    known = {one.name: one for one in CaseClass.objects.within(desk)}
    for name, german, more in CLASSES:
        said = ClassWords(name=name, words={"de": german}, people=[chief.person], **more)
        known.setdefault(name, save_class(actor=SYSTEM, desk=desk, said=said) if name not in known else known[name])
    asking = [one.requester for one in Ticket.objects.within(desk).select_related("requester").order_by("pk")[:9]]
    actor = actor_for(chief.person, Channel.WEB)
    for place, (name, subject, text) in enumerate(CASES):
        requester = asking[place * 3 % len(asking)] if asking else chief.person
        case = NewCase(case_class=known[name], subject=subject, body=plain(text), requester=requester)
        open_case(actor=actor, desk=desk, new=case)
    told = Report(case_class=known["Misconduct"], subject=NAMELESS[0], body=plain(NAMELESS[1]), code=codes.fresh())
    report(desk=desk, said=told)
