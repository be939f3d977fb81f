"""What the palette offers of articles."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.tickets.commands import DO, ON_TICKET, Command, Where

SEARCH_KEY = "b"
"""The key of the search beside a ticket."""


def commands(where: Where) -> Iterator[Command]:
    """Articles for the ticket at hand, and a new one from it; on any page the desk's articles and a new one."""
    if where.ticket is not None and where.may("knowledge.read"):
        yield Command(
            "ticket:articles",
            ON_TICKET,
            _("Find an article for this ticket"),
            "book-open",
            press=SEARCH_KEY,
            hint=SEARCH_KEY,
            also=_("knowledge base, help, answer"),
        )
    if where.ticket is not None and where.may("knowledge.write"):
        url = reverse("knowledge:from_ticket", args=[where.ticket.number])
        words, also = _("New article from this ticket"), _("knowledge base, write")
        yield Command("ticket:article", ON_TICKET, words, "square-pen", url=url, also=also)
    if where.desk is not None and where.may("knowledge.read"):
        url = reverse("knowledge:list", args=[where.desk.key])
        yield Command("do:articles", DO, _("Search articles"), "search", url=url, also=_("knowledge base, help"))
    if where.desk is not None and where.may("knowledge.write"):
        url = reverse("knowledge:new", args=[where.desk.key])
        yield Command("do:article", DO, _("New article"), "square-pen", url=url, also=_("knowledge base, write"))
