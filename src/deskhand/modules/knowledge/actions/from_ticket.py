"""Writing an article from a ticket."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.actions.use import use_article
from deskhand.modules.knowledge.actions.write import create_article
from deskhand.modules.knowledge.models import Article, Shelf
from deskhand.modules.knowledge.models.use import How
from deskhand.modules.knowledge.words import Words
from deskhand.tickets.models import Ticket


@transaction.atomic
def write_from_ticket(
    *, actor: Actor, ticket: Ticket, language: str, said: Words, shelf: Shelf | None = None
) -> Article:
    """Begin an article on the ticket's desk, as a draft, and count it as used there. Raises Invalid with fields."""
    article = create_article(
        actor=actor, desk=ticket.desk, language=language, said=said, shelf=shelf, ticket_id=ticket.pk
    )
    use_article(actor=actor, article=article, ticket=ticket, how=How.WRITTEN)
    return article
