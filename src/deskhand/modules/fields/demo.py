"""What the demo desk asks."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Needed, Side
from deskhand.modules.fields.queries import asking
from deskhand.tickets.models import Ticket
from deskhand.tickets.new_parts import AGENT

CATEGORIES = {
    "Hardware": ("Laptop", "Printer", "Phone"),
    "Software": ("ERP", "Office", "Browser"),
    "Network": ("VPN", "Wi-Fi"),
    "Accounts": ("Password", "Access rights"),
}
"""The first levels of the demo's tree."""


SPOKEN = {
    "vpn": "vpn",
    "wi-fi": "wi_fi",
    "print": "printer",
    "scanner": "printer",
    "phone": "phone",
    "password": "password",
    "locked": "password",
    "laufwerk": "access_rights",
    "invoice": "erp",
    "calendar": "office",
    "teams": "office",
    "docking": "laptop",
}
"""Words of subjects, and the category that they are about."""

ANSWERED = 200
"""Newest tickets of the demo that are looked at."""


def furnish(desk: Desk, cast: Any) -> None:
    """Categories as a tree, two fields with a rule between them, one that agents need before resolving, a template,
    and the matrix."""
    _categories(desk)
    both: dict[str, Any] = {"seen_by": Side.REQUESTERS, "filled_by": Side.REQUESTERS}
    device = actions.Details(label="Device", kind="choice", help="What it is about.", in_list=True, **both)
    row = actions.save_field(actor=SYSTEM, desk=desk, details=device)
    for label in ("Laptop", "Phone", "Printer", "Something else"):
        actions.save_option(actor=SYSTEM, field=row, label=label)
    rule = {"field": "device", "op": "in", "values": ["laptop", "phone"], "not": False}
    tag = actions.Details(label="Inventory number", help="On the sticker below it.", show_if=rule, **both)
    actions.save_field(actor=SYSTEM, desk=desk, details=tag)
    cost = actions.Details(label="Cost", kind="money", currency="EUR")
    actions.save_field(actor=SYSTEM, desk=desk, details=cost)
    start = actions.Start(
        name="New colleague",
        subject="New colleague starts",
        body="Who starts on which day, in which team, and what do they need?",
        kind="service_request",
        tags="onboarding",
        values={"device": ["laptop"]},
    )
    actions.save_template(actor=SYSTEM, desk=desk, start=start)
    actions.use_matrix(actor=SYSTEM, desk=desk, on=True)
    _answer(desk)


def _answer(desk: Desk) -> None:
    """Some tickets hold something already: those whose subject says what it is about."""
    known = asking(desk.pk)
    newest = Ticket.objects.within(desk).listed().select_related("desk").order_by("-pk")[:ANSWERED]
    for ticket in newest:
        category = next((code for word, code in SPOKEN.items() if word in ticket.subject.lower()), "")
        if category:
            device = {"device": ["laptop"]} if category in ("vpn", "laptop") else {}
            values = {"category": [category], **device}
            actions.keep_new(actor=SYSTEM, ticket=ticket, known=known, values=values, beside=known, side=AGENT)


def _categories(desk: Desk) -> None:
    details = actions.Details(label="Category", kind="tree", needed=Needed.RESOLVING, in_list=True)
    tree = actions.save_field(actor=SYSTEM, desk=desk, details=details)
    for label, below in CATEGORIES.items():
        top = actions.save_option(actor=SYSTEM, field=tree, label=label)
        for one in below:
            actions.save_option(actor=SYSTEM, field=tree, label=one, parent=top)
