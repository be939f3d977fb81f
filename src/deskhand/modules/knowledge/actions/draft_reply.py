"""Having a reply drafted: asked for by an agent, noted with model and cost, sent by nobody but them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import drafting
from deskhand.modules.knowledge.actions.settings import service_of
from deskhand.modules.knowledge.drafting import Drafted
from deskhand.modules.knowledge.events import ReplyDrafted
from deskhand.modules.knowledge.models import rules_of
from deskhand.search.semantic.writer import NoDraft
from deskhand.tickets.models import Ticket


def draft_reply(*, actor: Actor, ticket: Ticket) -> Drafted:
    """Ask the desk's language model for a reply out of articles, and note that it was asked. Nothing is written on the
    ticket. Takes seconds: not within a transaction. Raises NotFound where the desk names no model, ``writer.NoDraft``
    with words where there is no draft."""
    actor.need_on("tickets.reply", ticket)
    actor.need_on("knowledge.read", ticket)
    try:
        service = service_of(rules_of(ticket.desk_id))
    except ValueError as error:
        raise NoDraft(str(error)) from None
    if service is None:
        raise NotFound
    got = drafting.drafted(service, actor, ticket, settings.DESKHAND.base_url)
    _note(actor, ticket, got)
    return got


@transaction.atomic
def _note(actor: Actor, ticket: Ticket, got: Drafted) -> None:
    fact = ReplyDrafted(
        ticket=ticket.pk,
        articles=[one.article_id for one in got.sources],
        model=got.model,
        tokens_read=got.tokens[0],
        tokens_written=got.tokens[1],
        cost="" if got.cost is None else str(got.cost),
    )
    emit(fact, actor=actor, desk_id=ticket.desk_id)
