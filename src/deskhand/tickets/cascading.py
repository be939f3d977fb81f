"""The children of a ticket, to whose requesters an answer or a resolution can go on, and who would hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.tickets.facts import Fact
from deskhand.tickets.links_between import Linked
from deskhand.tickets.models import Follower, LinkKind, Message, MessageKind, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.shown import Facts, Said


class Child(NamedTuple):
    """A child that the actor may answer on. ``hear`` are the names of those who get its answers by mail."""

    id: int
    number: int
    subject: str
    category: str
    desk_name: str
    hear: tuple[str, ...]

    @property
    def has_ended(self) -> bool:
        return self.category in FINISHED


@dataclass(frozen=True)
class Children:
    """Those on which the actor may answer, by number, and of how many more they read but may not."""

    known: Sequence[Child]
    left_out: int


class Offer(NamedTuple):
    """So many children are not finished and have not heard of a ``message`` yet, or that the ticket is resolved."""

    children: int
    message: int | None
    resolve: bool


def children_of(actor: Actor, ticket: Ticket) -> Children:
    """The ticket's children that are neither in the bin nor spam, as far as the actor serves their desks: of others
    nothing is told, as everywhere. Four queries, however many there are."""
    found = Ticket.objects.served_by(actor).listed()
    rows = list(
        found.filter(links_in__ticket=ticket.pk, links_in__kind=LinkKind.PARENT_OF)
        .select_related("desk", "requester", "affected")
        .order_by("number")
    )
    allowed = [one for one in rows if actor.may_on("tickets.reply", one)]
    hear = _hearing(allowed)
    known = [
        Child(one.pk, one.number, one.subject, one.category, one.desk.name, tuple(hear[one.pk])) for one in allowed
    ]
    return Children(known, len(rows) - len(allowed))


def chosen(children: Children, numbers: Iterable[int]) -> list[Child]:
    """The children of these numbers. Raises Invalid, in words, for none and for what is no child that the actor may
    answer on."""
    by_number, wanted = {one.number: one for one in children.known}, sorted(set(numbers))
    if not wanted:
        raise wrong(_("Choose at least one of the children."))
    for number in wanted:
        if number not in by_number:
            words = _("%(number)s is no child of this ticket on which you may answer.")
            raise wrong(words % {"number": number})
    return [by_number[number] for number in wanted]


def answer_of(ticket: Ticket, message_id: int) -> Message:
    """A public answer of agents that stands on the ticket; else Invalid."""
    found: Message | None = ticket.messages.filter(pk=message_id, kind=MessageKind.REPLY, side="agent").first()
    if found is None:
        words = _("Only a public answer that stands on this ticket can go on to its children.")
        raise Invalid(words, {"message": words})
    return found


def offer(
    linked: Sequence[Linked], facts: Sequence[Fact], parts: Sequence[Said | Facts], category: str
) -> Offer | None:
    """What the page of a ticket offers: to tell its unfinished children what its own requester has heard. ``facts`` are
    newest first, ``parts`` oldest first. No query."""
    waiting = [one for one in linked if one.kind == LinkKind.PARENT_OF and one.category not in FINISHED]
    if not waiting:
        return None
    told = [fact.values for fact in facts if fact.code == "ticket.cascaded"]
    public = [one for one in parts if isinstance(one, Said) and one.kind == MessageKind.REPLY and one.merged is None]
    newest = public[-1] if public and public[-1].side == "agent" else None
    message = newest.id if newest is not None and newest.id not in [one["message"] for one in told] else None
    resolve = category in FINISHED and not _has_gone_on(facts)
    return Offer(len(waiting), message, resolve) if message is not None or resolve else None


def wrong(words: str) -> Invalid:
    """The refusal of a choice of children."""
    return Invalid(words, {"children": words})


def _has_gone_on(facts: Sequence[Fact]) -> bool:
    """Whether the newest resolution went on to children already."""
    for fact in facts:
        if fact.code == "ticket.cascaded" and fact.values["resolve"]:
            return True
        if fact.code == "ticket.status_changed" and fact.values.get("new_category") in FINISHED:
            return False
    return False


def _hearing(tickets: Sequence[Ticket]) -> dict[int, list[str]]:
    """Names of those who get the public answers of each: requester, affected person, and followers who do not serve the
    desk, with an address and an account in use. Two queries."""
    ids = [one.pk for one in tickets]
    rows = Follower.objects.beyond_walls("of tickets that the actor serves").filter(ticket_id__in=ids)
    followers: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        followers[row.ticket_id].append(row.person)
    people = {one.pk for found in followers.values() for one in found}
    desks = {one.desk_id for one in tickets}
    roles = DeskRole.objects.filter(desk_id__in=desks, person_id__in=people, role__in=READERS)
    staff = set(roles.values_list("desk_id", "person_id"))
    hear: dict[int, list[str]] = {}
    for one in tickets:
        outside = [who for who in followers[one.pk] if (one.desk_id, who.pk) not in staff]
        everybody = [one.requester, *([one.affected] if one.affected is not None else []), *outside]
        hear[one.pk] = list({who.pk: who.name for who in everybody if who.email and who.is_active}.values())
    return hear
