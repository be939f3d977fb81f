"""What somebody leaves behind on a desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Person, Team
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import choosing, listing
from deskhand.tickets.actions.bulk import BULK_LIMIT, UNDO_FOR
from deskhand.tickets.actions.hand_over import held_by
from deskhand.tickets.models import HandOver
from deskhand.tickets.person_page import roles_of

SHOWN = 25
"""Open tickets on the page of a hand-over."""


def page(actor: Actor, desk: Desk, who: Person) -> dict[str, Any]:
    """Open work, roles and teams on this desk, to whom the work can go, and what can still be taken back."""
    held = held_by(desk, who)
    shown = held.order_by("number").values("number", "subject", "category", "status__name", "updated_at", "team__name")
    made = HandOver.objects.within(desk).filter(person=who, by_id=actor.person_id, undone_at=None)
    return {
        "who": who,
        "held": list(shown[:SHOWN]),
        "held_count": held[: listing.COUNT_LIMIT].count(),
        "at_once": BULK_LIMIT,
        "roles": roles_of(desk, who),
        "teams": list(Team.objects.within(desk).filter(memberships__person=who).values_list("name", flat=True)),
        "takers": [(one.pk, one.name, one.load) for one in choosing.agents(desk) if one.pk != who.pk],
        "team_choices": list(Team.objects.within(desk).active().order_by("name").values_list("pk", "name")),
        "undoable": list(
            made.filter(made_at__gte=clock.now() - UNDO_FOR).select_related("to_person", "to_team").order_by("-made_at")
        ),
    }


def taker(desk: Desk, value: str) -> Person | Team | None:
    """Who was chosen: ``person:7``, ``team:3`` or ``nobody``. Raises Invalid."""
    kind, _colon, pk = value.partition(":")
    if value == "nobody":
        return None
    if kind in ("person", "team"):
        found: Person | Team | None = choosing.chosen(desk, {"person": "assignee", "team": "team"}[kind], pk)
        if found is not None:
            return found
    words = _("Choose who gets the tickets.")
    raise Invalid(words, {"to": words})


def desks_of(who: Person) -> list[tuple[Desk, list[str]]]:
    """The desks on which somebody has roles, with their names."""
    desks: dict[int, tuple[Desk, list[str]]] = {}
    for row in DeskRole.objects.filter(person=who).select_related("desk").order_by("desk__name", "pk"):
        desks.setdefault(row.desk_id, (row.desk, []))[1].append(str(RoleName(row.role).label))
    return list(desks.values())
