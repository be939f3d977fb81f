"""Finding what an address names, for whoever asks: what they may not know of is not there."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Path

from deskhand.accounts.models import Desk
from deskhand.api.lookups import wrong
from deskhand.api.schemas import Text
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.modules.knowledge.querysets import MODULE, desks_of
from deskhand.tickets import access as tickets
from deskhand.tickets.access import may_open_on
from deskhand.tickets.models import Ticket

OF_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
"""A route that reads or makes something of a desk."""

ON_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404, 409)}
"""A route that changes something of a desk."""

Tongue = Annotated[Text, Path(max_length=10, description="Code of a language.", example="en")]


def desk_read(actor: Actor, key: str, permission: str = "knowledge.read") -> Desk:
    """A desk whose articles the actor reads as one of its own people; what they may change there, the actions judge.
    Raises NotFound."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(actor, permission)).first()
    if found is None:
        raise NotFound
    return found


def article_on(actor: Actor, key: str, pk: int) -> Article:
    """An article of that desk, drafts among them. Raises NotFound."""
    article = access.article_for(actor, pk)
    if article.desk_id != desk_read(actor, key).pk:
        raise NotFound
    return article


def spoken_on(actor: Actor, key: str, pk: int, language: str) -> Translation:
    """The article in exactly that language. Raises NotFound."""
    article = article_on(actor, key, pk)
    rows = article.translations.select_related("article__desk", "published", "published__written_by")
    found: Translation | None = rows.filter(language=language).first()
    if found is None:
        raise NotFound
    return found


def helped_ticket(actor: Actor, number: int) -> Ticket:
    """A ticket that the actor serves, on a desk where they read articles. Raises NotFound."""
    ticket = tickets.served_ticket_for(actor, number)
    if ticket.desk_id not in desks_of(actor, "knowledge.read"):
        raise NotFound
    return ticket


def help_desks(actor: Actor, key: str = "") -> list[Desk]:
    """Desks whose help the actor may look through; the one of that key, if there is a key. Raises Invalid for one that
    they may not, or that is not there."""
    rows = Desk.objects.filter(pk__in=switches.desks_with(MODULE), is_active=True).exclude(pk__in=actor.closed_desks)
    named = rows.filter(key=key) if key else rows.order_by("pk")
    found = [one for one in named if _may_look(actor, one)]
    if key and not found:
        raise wrong("desk", _("There is no desk “%(key)s” whose articles you may read.") % {"key": key})
    return found


def _may_look(actor: Actor, desk: Desk) -> bool:
    return desk.is_listed or actor.may("knowledge.read", desk.pk) or may_open_on(actor, desk)
