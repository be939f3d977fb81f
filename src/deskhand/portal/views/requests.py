"""The list of one's own requests."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.portal import queries
from deskhand.portal.pages import actor_of, page
from deskhand.portal.rows import as_rows
from deskhand.web.gates import gate


@gate("signed_in")
def own(request: HttpRequest) -> HttpResponse:
    """Open requests, or those done with; found by words; a page at a time."""
    actor = actor_of(request)
    is_done = request.GET.get("show") == "done"
    question, cursor = request.GET.get("q", "").strip(), request.GET.get("from", "")
    found = queries.page(actor, is_done=is_done, question=question, cursor=cursor)
    context = {
        "rows": as_rows(actor, found.rows),
        "question": question,
        "is_done": is_done,
        "filters": [
            {"label": _("Open"), "url": _address(question, is_done=False), "is_current": not is_done},
            {"label": _("Done"), "url": _address(question, is_done=True), "is_current": is_done},
        ],
        "newest_url": _address(question, is_done=is_done) if cursor else "",
        "older_url": _address(question, is_done=is_done, cursor=found.older) if found.older else "",
        "without_words_url": _address("", is_done=is_done),
    }
    return page(request, "portal/requests.html", context, current="requests")


def _address(question: str, *, is_done: bool, cursor: str = "") -> str:
    given = {"show": "done" if is_done else "", "q": question, "from": cursor}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('portal:requests')}?{query}" if query else reverse("portal:requests")
