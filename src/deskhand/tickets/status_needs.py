"""What a desk's own statuses can require of a ticket before an agent sets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.actor import Actor
from deskhand.tickets.models import MessageKind, Status, Ticket
from deskhand.tickets.status_gates import Missing


class Need(NamedTuple):
    """One thing that can be required. ``label`` names it in settings, ``words`` tell an agent what to do, ``has`` says
    whether a ticket has it."""

    label: str | Promise
    words: str | Promise
    has: Callable[[Ticket], bool]


def _has_note(ticket: Ticket) -> bool:
    return ticket.messages.filter(kind__in=(MessageKind.NOTE, MessageKind.LOG)).exists()


NEEDS: Mapping[str, Need] = {
    "assignee": Need(
        gettext_lazy("An assignee"),
        gettext_lazy("Assign it to somebody."),
        lambda ticket: ticket.assignee_id is not None,
    ),
    "team": Need(gettext_lazy("A team"), gettext_lazy("Give it to a team."), lambda ticket: ticket.team_id is not None),
    "organization": Need(
        gettext_lazy("An organization"),
        gettext_lazy("Say for which organization it is."),
        lambda ticket: ticket.organization_id is not None,
    ),
    "tags": Need(gettext_lazy("A tag"), gettext_lazy("Put a tag on it."), lambda ticket: ticket.tags.exists()),
    "reply": Need(
        gettext_lazy("An answer to the requester"),
        gettext_lazy("Answer the requester: nobody has yet."),
        lambda ticket: ticket.first_replied_at is not None,
    ),
    "note": Need(
        gettext_lazy("An internal note"),
        gettext_lazy("Write an internal note of what was done."),
        _has_note,
    ),
}
"""By code, in the order in which they are asked."""


def lacking(actor: Actor, ticket: Ticket, to: Status) -> Iterator[Missing]:
    """What the ticket lacks of what the status needs; fills ``status_gate``."""
    for code in to.needs:
        need = NEEDS.get(code)
        if need is not None and not need.has(ticket):
            yield Missing(code, str(need.words))


def named(codes: list[str]) -> str:
    """What is needed, for people."""
    return ", ".join(str(NEEDS[code].label) for code in NEEDS if code in codes) or _("nothing")
