"""Canned replies: which an agent finds and may edit, and their variables filled for one ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from markupsafe import escape

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.words import fold
from deskhand.tickets.models import CannedReply, Ticket

OFFERED = 50
"""Canned replies in one answer."""

_VARIABLE = re.compile(r"\{([a-z]+\.[a-z_]+)\}")
_LIKE_A_VARIABLE = re.compile(r"\{\s*([A-Za-z][\w.]*)\s*\}")
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)

VARIABLES = (
    "requester.name", "requester.first_name", "ticket.number", "ticket.subject", "agent.name", "agent.first_name",
    "desk.name",
)  # fmt: skip
"""What may stand in braces in a canned reply."""


def offered(actor: Actor, ticket: Ticket, typed: str, shortcut: str | None = None) -> list[dict[str, Any]]:
    """Replies of the desk, of the actor's teams and their own that fit: ``{"id", "title", "body", "shortcut",
    "files"}`` (how many files go along), the requester's language first, then what is used most. With ``shortcut``
    those whose shortcut begins so, the actor's own first."""
    found = (found_by(actor, ticket.desk_id)).annotate(files=Count("attachments", distinct=True))
    if shortcut is not None:
        found = found.exclude(shortcut="").filter(shortcut__startswith=fold(shortcut))
    fitting = [one for one in found.order_by("title", "pk") if _fits(typed, one)]
    fitting.sort(key=_by_shortcut if shortcut is not None else _by_language(ticket.requester.language))
    values = values_for(actor, ticket)
    return [
        {
            "id": one.pk,
            "title": one.title,
            "body": filled(one.body, values),
            "shortcut": one.shortcut,
            "files": one.files,
        }
        for one in fitting[:OFFERED]
    ]


def found_by(actor: Actor, desk_id: int) -> Any:
    """What the actor finds while writing on the desk: its own, those of the actor's teams, and the actor's."""
    of_my_teams = Q(team=None) | Q(team__memberships__person_id=actor.person_id)
    return CannedReply.objects.readable_by(actor, desk_id).filter(of_my_teams).distinct()


def put_away(actor: Actor, desks: Any) -> Any:
    """What was put away on the desks and the actor may know of, by title."""
    own = Q(person=None) | Q(person_id=actor.person_id or 0)
    return CannedReply.objects.within(desks).filter(own, is_active=False).order_by("title", "pk")


def may_edit(actor: Actor, reply: CannedReply) -> bool:
    """Whether the actor may change or delete it: one's own, those of one's teams, and with the right to edit canned
    replies those of every team and of the desk."""
    if reply.person_id is not None:
        return reply.person_id == actor.person_id and actor.may("tickets.own_canned", reply.desk_id)
    if actor.may("tickets.canned", reply.desk_id):
        return True
    return reply.team_id in {team.pk for team in my_teams(actor, reply.desk_id)}


def my_teams(actor: Actor, desk_id: int) -> list[Team]:
    """The teams of the desk whose canned replies the actor may edit as their member, by name."""
    if actor.person_id is None or not actor.may("tickets.own_canned", desk_id):
        return []
    return list(Team.objects.within(desk_id).active().filter(memberships__person_id=actor.person_id).order_by("name"))


def values_for(actor: Actor, ticket: Ticket) -> Mapping[str, str]:
    """What the variables stand for here, by name."""
    agent = person_of(actor)
    return {
        "requester.name": ticket.requester.name,
        "requester.first_name": ticket.requester.first_name,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "agent.name": actor.name,
        "agent.first_name": agent.first_name if agent else actor.name,
        "desk.name": ticket.desk.shown_name,
    }


def examples(actor: Actor, desk: Desk) -> Mapping[str, str]:
    """What the variables stand for in a preview: the actor, the desk, and a ticket that does not exist."""
    agent = person_of(actor)
    return {
        "requester.name": "Mara Lindqvist",
        "requester.first_name": "Mara",
        "ticket.number": "1042",
        "ticket.subject": _("The printer jams"),
        "agent.name": actor.name,
        "agent.first_name": agent.first_name if agent else actor.name,
        "desk.name": desk.shown_name,
    }


def filled(html: str, values: Mapping[str, str]) -> str:
    """The HTML with its variables replaced, each escaped; a word in braces that is no variable stays as it is."""
    return _VARIABLE.sub(lambda found: str(escape(values[found[1]])) if found[1] in values else found[0], html)


def unknown_variables(html: str) -> list[str]:
    """What looks like a variable in the HTML and is none, as written, in its order. Code may hold what it likes."""
    found = _LIKE_A_VARIABLE.finditer(_CODE.sub("", html))
    return list(dict.fromkeys(one[0] for one in found if one[0][1:-1] not in VARIABLES))


def _by_shortcut(reply: CannedReply) -> tuple[int, str]:
    """The nearest first: one's own, then the team's, then the desk's."""
    scope = 0 if reply.person_id is not None else 1 if reply.team_id is not None else 2
    return scope, reply.shortcut


def _by_language(language: str) -> Any:
    return lambda one: (one.language not in ("", language) if language else False, -one.used, one.title.casefold())


def _fits(typed: str, reply: CannedReply) -> bool:
    text = fold(f"{reply.title} {reply.shortcut} {reply.body}")
    return all(word in text for word in fold(typed).split())
