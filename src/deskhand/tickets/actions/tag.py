"""Tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, rows
from deskhand.tickets.events import TicketTagged
from deskhand.tickets.models import Tag, Ticket, TicketTag

TAG_LIMIT = 60
"""Longest tag in characters."""

TAGS_PER_TICKET = 100
"""Most tags on one ticket."""


@transaction.atomic
def tag(*, actor: Actor, ticket: Ticket, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Ticket:
    """Put tags on and take tags off. Tags are made when first used; they are lower case with dashes for spaces."""
    actor.need_on("tickets.change", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    have = {one.tag.name: one.tag_id for one in locked.ticket_tags.select_related("tag")}
    adding = [name for name in normalized(add) if name not in have]
    removing = [have[name] for name in normalized(remove) if name in have]
    if not adding and not removing:
        return locked
    if len(have) - len(removing) + len(adding) > TAGS_PER_TICKET:
        raise Invalid(_("At most %(limit)s tags on one ticket.") % {"limit": TAGS_PER_TICKET})
    added = put_tags(locked, adding)
    locked.ticket_tags.filter(tag_id__in=removing).delete()
    locked.save(update_fields=rows.touched(locked, clock.now()))
    fact = TicketTagged(ticket=locked.pk, added=added, removed=removing)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    return locked


def retag(*, actor: Actor, ticket: Ticket, to: Sequence[str]) -> Ticket:
    """Set exactly these tags."""
    wanted = set(normalized(to))
    have = set(ticket.tags.values_list("name", flat=True))
    return tag(actor=actor, ticket=ticket, add=sorted(wanted - have), remove=sorted(have - wanted))


def put_tags(ticket: Ticket, names: Iterable[str]) -> list[int]:
    """Insert rows for tags that are not on the ticket yet; returns their ids."""
    ids = []
    for name in normalized(names):
        found, _made = Tag.objects.within(ticket.desk_id).get_or_create(desk_id=ticket.desk_id, name=name)
        TicketTag.objects.get_or_create(ticket=ticket, tag=found)
        ids.append(found.pk)
    return ids


def normalized(names: Iterable[str]) -> list[str]:
    """Tags as they are stored, without repetition. Raises Invalid for one that is too long."""
    clean: dict[str, None] = {}
    for name in names:
        word = "-".join(name.casefold().split()).strip("-#,")
        if len(word) > TAG_LIMIT:
            raise Invalid(_("A tag has at most %(limit)s characters.") % {"limit": TAG_LIMIT}, {"tags": word})
        if word:
            clean[word] = None
    return list(clean)
