"""What modules ask for a new ticket, at every door: their parts of the forms, and what they make of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.models import Ticket
from deskhand.web import places

AGENT, REQUESTER = "agent", "requester"
"""Who fills in a form."""


@dataclass(frozen=True)
class Asked:
    """A form in which a part is drawn. ``side`` is who fills it in, ``posted`` what was typed (None: it is fresh),
    ``wrong`` what is wrong with that, by the names of the part's own fields."""

    side: str
    posted: QueryDict | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


def drawn(request: HttpRequest, desk: Desk, side: str, *, posted: QueryDict | None, wrong: Mapping[str, str]) -> Markup:
    """The parts of the form. ``wrong`` holds refusals by their whole names (``<part>.<field>``)."""
    own = {name.partition(".")[2]: words for name, words in wrong.items() if "." in name}
    return places.render("new_ticket_part", desk, Asked(side, posted, own), request=request, desk_id=desk.pk)


def given(posted: QueryDict, desk: Desk, side: str) -> dict[str, Any]:
    """What was filled in, by the part's code."""
    return {one.code: one.read(posted, desk.pk, side) for one in slots.items("new_ticket_part", desk_id=desk.pk)}


def initial(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """First values for the agents' form, by the names of its fields."""
    found: dict[str, Any] = {}
    for one in slots.items("new_ticket_part", desk_id=desk.pk):
        found |= getattr(one, "initial", _nothing)(request, desk)
    return found


def take(actor: Actor, ticket: Ticket, parts: Mapping[str, Any] | None) -> None:
    """Let each part keep its own of a ticket that was just made. ``parts`` is None where nobody was asked. Raises
    Invalid with the fields that are wrong, or that belong to no part."""
    on = slots.items("new_ticket_part", desk_id=ticket.desk_id)
    unknown = sorted(set(parts or {}) - {one.code for one in on})
    if unknown:
        words = _("This desk asks nothing of that name: %(name)s.") % {"name": unknown[0][:80]}
        raise Invalid(words, {f"more.{unknown[0][:80]}": words})
    for one in on:
        one.take(actor, ticket, None if parts is None else parts.get(one.code, {}))


def _nothing(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return {}
