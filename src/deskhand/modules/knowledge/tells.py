"""What the module says of itself before it is switched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.growing import Tells
from deskhand.kernel.permissions import AGENT
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.modules.knowledge.suggesting import about, language_of
from deskhand.tickets.models import Ticket
from deskhand.web import numbers

TRIED_TICKETS = 50
"""Newest tickets for which a simulation looks for an article."""

numbers.tell(knowledge_tried_tickets=TRIED_TICKETS)


def kept(desk_id: int) -> str:
    """Articles."""
    n = Article.objects.within(desk_id).count()
    return ngettext("%(n)s article", "%(n)s articles", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """What people read."""
    n = Translation.objects.within(desk_id).exclude(published_at=None).values("article_id").distinct().count()
    words = ngettext("%(n)s published article cannot be read.", "%(n)s published articles cannot be read.", n)
    return [words % {"n": n}] if n else []


def simulation(desk_id: int, since: datetime) -> list[str]:
    """For how many of the newest tickets an article is found."""
    if not Translation.objects.within(desk_id).exclude(published_at=None).exists():
        return [gettext("No article is published yet: none would have been found.")]
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=since)
    tried = list(rows.select_related("requester", "desk").order_by("-created_at", "-pk")[:TRIED_TICKETS])
    agent = Actor(person_id=None, name="", channel=Channel.SYSTEM, roles={desk_id: frozenset({AGENT})})
    here = [desk_id]
    n = sum(1 for one in tried if find(agent, about(one), language=language_of(one), desk_ids=here, limit=1))
    words = ngettext(
        "Of the newest %(all)s tickets, %(n)s would have had an article with words of theirs beside it.",
        "Of the newest %(all)s tickets, %(n)s would have had an article with words of theirs beside them.",
        n,
    )
    return [words % {"n": n, "all": len(tried)}]


slots.fill(
    "module_tells",
    Tells(
        requesters=(
            _("Articles on the portal, found by the search and while they write."),
            _("Only what you publish for them."),
        ),
        agents=(_("Articles that fit stand beside the ticket; an answer becomes an article."),),
        leads=(_("What is missing, what is out of date, and what has helped."),),
        reacts=(
            _("A planned version publishes itself."),
            _("Whoever looks after an article is told when somebody should look at it again."),
        ),
        picture=_("The help center of a desk, with its categories and articles."),
        kept=kept,
        hidden=hidden,
        simulation=simulation,
    ),
    module="knowledge",
)
