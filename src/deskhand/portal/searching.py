"""The portal's one search: groups of what it finds, each from somebody who knows how to look for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.portal import queries
from deskhand.portal.pages import actor_of
from deskhand.portal.rows import as_rows
from deskhand.web import places

SUGGESTED = 5
"""What each group suggests at most while somebody types."""

SHOWN = 5
"""Own requests on the page of all groups; their own page has all."""

LAST_PAGE = 50
"""Pages of a group that can be asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that is suggested while somebody types."""

    title: str
    url: str
    detail: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found: ``markup`` is the list, ``more_url`` leads to more of it, ``back_url`` to what came
    before; empty where there is none."""

    code: str
    label: str
    markup: Markup
    more_url: str = ""
    back_url: str = ""


class Source(Protocol):
    """Something that the portal's search finds, for whoever asks: only what they may read."""

    code: str

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        """The best few, while somebody types. It writes nothing."""

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        """One page of what was found, from 1; None for nothing."""


def sources(desks: list[Desk]) -> list[Source]:
    """All that is asked: for one desk those that are on there."""
    return slots.items("portal_search", desk_id=desks[0].pk if len(desks) == 1 else None)


def groups(request: HttpRequest, desks: list[Desk], question: str) -> list[Group]:
    """All groups that found something; one alone, at its page, where the address asks for that (``in``, ``page``)."""
    wanted, page = request.GET.get("in", ""), page_of(request)
    asked = [one for one in sources(desks) if not wanted or one.code == wanted]
    found = (one.found(request, desks, question, page if wanted else 1) for one in asked)
    return [one for one in found if one is not None]


def suggestions(request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
    """What all groups suggest, in their order."""
    return [hit for one in sources(desks) for hit in one.suggested(request, desks, question)[:SUGGESTED]]


def page_of(request: HttpRequest) -> int:
    """The page that the address asks for."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= 3 else 1
    return min(max(number, 1), LAST_PAGE)


class OwnRequests:
    """One's own requests, open ones first; nothing for strangers."""

    code = "requests"

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        rows = _rows(request, question)
        return [Hit(row["subject"], row["url"], str(row["number"])) for row in rows[:SUGGESTED]]

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        rows = _rows(request, question) if page == 1 else []
        if not rows:
            return None
        markup = places.drawn("portal/_rows.html", {"rows": rows}, request)
        more = f"{reverse('portal:requests')}?{urlencode({'q': question})}"
        return Group(self.code, _("My requests"), markup, more_url=more)


def _rows(request: HttpRequest, question: str) -> list[dict[str, Any]]:
    actor = actor_of(request)
    if actor.person_id is None or actor.only_ticket is not None:
        return []
    rows = [*queries.page(actor, is_done=False, question=question).rows]
    if len(rows) < SHOWN:
        rows += queries.page(actor, is_done=True, question=question).rows
    return as_rows(actor, rows[:SHOWN])
