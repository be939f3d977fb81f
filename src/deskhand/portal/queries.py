"""Reading one's own requests, always through ``own_of``, and those of one's organization, through ``of_organization``:
never a note, never a priority, in the order of what was last
said to the requester (changes inside the desk do not move anything here)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery

from deskhand.accounts.models import Desk, OrganizationContact, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.query.clause import AllOf, Phrase, can_be_prefix
from deskhand.kernel.words import phrases
from deskhand.search import index
from deskhand.tickets import access, query_words
from deskhand.tickets.models import Category, Message, Ticket
from deskhand.tickets.models.choices import FINISHED, UNFINISHED

PAGE = 25
"""Requests on one page."""

ON_HOME = 6
"""Requests on the home page, besides those that wait for the requester."""

WAITING_LIMIT = 20
"""Requests that wait for the requester's answer, shown on the home page."""

MESSAGES = 100
"""Messages of a conversation on one page, the newest ones."""

QUESTION_LIMIT = 200
"""Characters of a search that are read."""

COLUMNS = (
    "id", "number", "subject", "category", "public_at", "public_snippet", "resolved_at", "requester_id",
    "requester__name", "status__requester_name", "status__is_default", "desk_id", "desk__name", "desk__public_name",
    "desk__reopen_days", "desk__close_days", "last_message_at", "said_by", "said_by_id", "said_by_name",
    "team_id", "organization_id", "location_id",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Rows as dictionaries; ``older`` is the cursor of the next page, empty at the end."""

    rows: list[dict[str, Any]]
    older: str = ""


def waiting_for_me(actor: Actor) -> list[dict[str, Any]]:
    """Requests that wait for the requester's answer, longest first. One query."""
    held = _described(Ticket.objects.own_of(actor)).filter(
        category=Category.ON_HOLD, status__is_default=True, status__requester_name="", said_by="agent"
    )
    return list(held.order_by("public_at", "id").values(*COLUMNS)[:WAITING_LIMIT])


def newest(actor: Actor, besides: list[int]) -> list[dict[str, Any]]:
    """The requests in which something was said last. One query."""
    found = _described(Ticket.objects.own_of(actor)).exclude(pk__in=besides).order_by("-public_at", "-id")
    return list(found.values(*COLUMNS)[:ON_HOME])


def page(actor: Actor, *, is_done: bool, question: str = "", cursor: str = "") -> Page:
    """One page of own requests, those still open or those done with. ``question`` finds by number and words."""
    return _page(Ticket.objects.own_of(actor), is_done, question, cursor)


def organization_page(actor: Actor, *, is_done: bool, question: str = "", cursor: str = "") -> Page:
    """The same of the requests that the actor reads as the contact of their organization, their own among them."""
    return _page(Ticket.objects.of_organization(actor), is_done, question, cursor)


def _page(base: Any, is_done: bool, question: str, cursor: str) -> Page:
    found = _described(base).filter(category__in=FINISHED if is_done else UNFINISHED)
    if question.strip():
        found = found.filter(_asked(base, question[:QUESTION_LIMIT]))
    if (at := _decoded(cursor)) is not None:
        instant, pk = at
        found = found.filter(Q(public_at__lte=instant) & (Q(public_at__lt=instant) | Q(pk__lt=pk)))
    rows = list(found.order_by("-public_at", "-id").values(*COLUMNS)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], f"{last['public_at'].isoformat()}_{last['id']}" if last else "")


def has_unproven(actor: Actor) -> bool:
    """True if somebody wrote in the person's name without proof, and the person has not said yet that it was they."""
    waiting = Ticket.objects.beyond_walls("only whether there is one in the actor's own name").listed()
    return bool(waiting.filter(requester_id=actor.person_id, is_unproven=True).exists())


def conversation(ticket: Ticket, *, before: int | None = None) -> tuple[list[Message], bool]:
    """Public messages, oldest first, at most MESSAGES before the one given, and whether there are earlier ones."""
    found = Message.objects.scoped(ticket=ticket).public().prefetch_related("attachments")
    if before is not None:
        found = found.filter(pk__lt=before)
    newest_first = list(found.select_related("author").order_by("-created_at", "-id")[: MESSAGES + 1])
    return newest_first[:MESSAGES][::-1], len(newest_first) > MESSAGES


def last_said_by(ticket: Ticket) -> str:
    """Which side wrote the newest public message: ``agent`` or ``requester``."""
    found = Message.objects.scoped(ticket=ticket).public().order_by("-created_at", "-id")
    return str(found.values_list("side", flat=True).first() or "")


def also_informed(ticket: Ticket) -> list[Person]:
    """People in copy. Agents who follow are not shown: that is the desk's own matter."""
    followers = Person.objects.filter(following__ticket=ticket).exclude(desk_roles__in=_staff_roles(ticket.desk))
    others = {person.pk: person for person in followers.order_by("name")}
    if ticket.affected is not None and ticket.affected_id != ticket.requester_id:
        others.setdefault(ticket.affected.pk, ticket.affected)
    return list(others.values())


def contacts_of(ticket: Ticket) -> list[Person]:
    """The contacts of the request's organization who may read it, besides those who stand on it anyway."""
    if ticket.organization_id is None:
        return []
    named = OrganizationContact.objects.within(ticket.desk_id).in_force().filter(organization_id=ticket.organization_id)
    found = Person.objects.filter(pk__in=named.values("person_id")).order_by("name")
    return list(found.exclude(pk__in=[ticket.requester_id, ticket.affected_id or 0]))


def open_desks(actor: Actor) -> list[Desk]:
    """Listed desks on which the actor may open a request, by name. Strangers see those that take requests from people
    they can place by their address."""
    listed = Desk.objects.filter(is_listed=True, is_active=True).order_by("name")
    return [desk for desk in listed if may_try(actor, desk)]


def may_try(actor: Actor, desk: Desk) -> bool:
    """True if the form of the desk makes sense for the actor; for strangers the address decides later."""
    if actor.person_id is None:
        return desk.is_active and desk.who_may_open != "invited"
    return access.may_open_on(actor, desk)


def _described(base: Any) -> Any:
    said = Message.objects.scoped(ticket_id=OuterRef("pk")).public().order_by("-created_at", "-id")
    return base.annotate(
        said_by=Subquery(said.values("side")[:1], output_field=CharField()),
        said_by_id=Subquery(said.values("author_id")[:1]),
        said_by_name=Subquery(said.values("author_name")[:1], output_field=CharField()),
    )


def _asked(base: Any, question: str) -> Q:
    words = [Phrase(one, is_prefix=can_be_prefix(one)) for one in phrases(question)]
    desks = frozenset(base.order_by().values_list("desk_id", flat=True).distinct())
    found = index.matching(query_words.KIND, AllOf(tuple(words)), index.Audience(public_desks=desks))
    number = question.strip().lstrip("#")
    return found | Q(number=int(number)) if number.isdecimal() and len(number) <= 15 else found


def _decoded(cursor: str) -> tuple[datetime, int] | None:
    """What a cursor says; one that we did not make says nothing, and the list begins at its beginning."""
    instant, _underscore, pk = cursor.partition("_")
    try:
        found = datetime.fromisoformat(instant), int(pk)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None and 0 < found[1] < 2**62 else None


def _staff_roles(desk: Desk) -> Any:
    return desk.roles.exclude(role="guest")
