"""The lists of one's own requests, and of one's organization's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Organization
from deskhand.kernel.errors import NotFound
from deskhand.portal import queries
from deskhand.portal.pages import actor_of, page
from deskhand.portal.rows import as_rows
from deskhand.web.gates import gate


@gate("signed_in")
def own(request: HttpRequest) -> HttpResponse:
    """Open requests, or those done with; found by words; a page at a time."""
    return _list(request, "portal:requests", queries.page, {"current": "requests"})


@gate("signed_in")
def of_organization(request: HttpRequest) -> HttpResponse:
    """The same for everything that one's organization has asked, for its named contacts."""
    actor = actor_of(request)
    if not actor.contact_desks:
        raise NotFound
    name = Organization.objects.filter(pk=actor.organization_id or 0).values_list("name", flat=True).first() or ""
    return _list(request, "portal:organization", queries.organization_page, {"current": "organization", "name": name})


def _list(request: HttpRequest, name: str, read: Callable[..., queries.Page], about: Mapping[str, str]) -> HttpResponse:
    actor = actor_of(request)
    is_done = request.GET.get("show") == "done"
    question, cursor = request.GET.get("q", "").strip(), request.GET.get("from", "")
    found = read(actor, is_done=is_done, question=question, cursor=cursor)
    context = {
        "organization": about.get("name", ""),
        "rows": as_rows(actor, found.rows),
        "question": question,
        "is_done": is_done,
        "filters": [
            {"label": _("Open"), "url": _address(name, question, is_done=False), "is_current": not is_done},
            {"label": _("Done"), "url": _address(name, question, is_done=True), "is_current": is_done},
        ],
        "newest_url": _address(name, question, is_done=is_done) if cursor else "",
        "older_url": _address(name, question, is_done=is_done, cursor=found.older) if found.older else "",
        "without_words_url": _address(name, "", is_done=is_done),
    }
    return page(request, "portal/requests.html", context, current=about["current"])


def _address(name: str, question: str, *, is_done: bool, cursor: str = "") -> str:
    given = {"show": "done" if is_done else "", "q": question, "from": cursor}
    query = urlencode({key: value for key, value in given.items() if value})
    return f"{reverse(name)}?{query}" if query else reverse(name)
