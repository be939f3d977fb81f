"""What stands around a page for requesters: the flag, the way to their requests, and their own menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel import own_words
from deskhand.kernel.actor import Actor


def portal_frame(
    request: HttpRequest, *, name: str = "Deskhand", letter: str = "D", current: str = ""
) -> dict[str, Any]:
    """Context of a page that extends ``web/portal.html``: ``portal`` and ``me``. ``name`` and ``letter`` are those of
    the desk that the page is about; ``current`` is ``requests``, ``organization``, ``new`` or empty."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    with own_words.of_desk(None):  # What these lead to lists several desks, so no desk's own words stand there.
        mine = _("My requests")
        new = _("New request")
    is_known = actor.person_id is not None and actor.only_ticket is None
    return {
        "portal": {
            "name": name,
            "letter": letter,
            "url": reverse("portal:home"),
            "nav": _nav(current, is_known, mine, new, is_contact=is_known and bool(actor.contact_desks)),
            "mine": mine,
            "sign_in_url": "" if is_known else reverse("account_login"),
            "links": [],
        },
        "me": _me(actor) if is_known else None,
    }


def _nav(current: str, is_known: bool, mine: str, new: str, *, is_contact: bool) -> list[dict[str, Any]]:
    own = [("requests", mine, reverse("portal:requests"))] if is_known else []
    own += [("organization", _("My organization"), reverse("portal:organization"))] if is_contact else []
    own += [("new", new, reverse("portal:new"))]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in own]


def _me(actor: Actor) -> dict[str, Any]:
    entries: list[dict[str, Any]] = [
        {"label": _("Your settings"), "icon": "circle-user-round", "url": reverse("accounts:me")},
        {"label": _("Sign out"), "icon": "log-out", "url": reverse("account_logout"), "is_post": True},
    ]
    if is_staff(actor):
        entries.insert(0, {"label": _("To the workspace"), "icon": "inbox", "url": "/agent/"})
    return {"id": actor.person_id, "name": actor.name, "detail": actor.email, "entries": entries}


def is_staff(actor: Actor) -> bool:
    """True for whoever has a place in the workspace: a role on a desk other than that of an invited requester, or the
    installation to look after."""
    return actor.is_site_admin or any(names - {"guest"} for names in actor.roles.values())
