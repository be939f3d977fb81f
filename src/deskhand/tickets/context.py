"""What every page of the workspace knows: rail, views with their counts, desk, person, live version.

``{**workspace(request, section="tickets", desk=desk), ...}`` is the context of a page that extends ``web/agent.html``
(or ``web/settings.html`` with ``section="settings"``). At most eight queries, whatever the size of the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk, Location
from deskhand.kernel import own_words, slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.prepared import Prepared
from deskhand.mail.queries import quarantined_up_to
from deskhand.tickets import built_in_views, lists, live, module_views, moving, settings_nav, told
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.models import Service
from deskhand.web import links, places

DESK_COOKIE = "desk"
"""Holds the key of the desk that was open last, for people who serve several."""

VIEWS_COOKIE = "views"
"""Holds the view that was open last on each desk (``it.mine~hr.open``), for people who serve several."""

QUARANTINE_COUNTED_TO = 100
"""Letters in quarantine are counted up to here beside the entry that leads to them."""

CORE_SECTIONS = frozenset({"tickets", "overview", "people", "notifications"})
"""Sections without a settings page."""


def workspace(
    request: HttpRequest,
    *,
    section: str,
    desk: Desk | None = None,
    view: str = "",
    with_views: bool = True,
    ticket_version: str = "",
) -> dict[str, Any]:
    """Context of the agent's frame.

    ``section`` is where one is: ``tickets``, ``overview``, ``people``, ``notifications``, ``settings``, or the name
    of a module's entry. ``desk`` is the desk of the page; without one the actor's first (or none, for a site
    administrator who serves no desk). ``view`` marks the current view. ``with_views=False`` leaves the column of
    views and its counts away (pages about one thing). Gives ``nav views desk desks me live banners settings_nav``.
    """
    actor = actor_of(request)
    desks = desks_of(request)
    here = desk or last_desk(request)
    if desk is not None:
        own_words.speak(desk.pk)
    shows_views = here is not None and with_views and section == "tickets"
    version = live.version(here.pk) if here is not None and (shows_views or not ticket_version) else ""
    waiting = min(sum(getattr(one, "waiting", 0) for one in desks), told.UNREAD_LIMIT)
    return {
        "nav": _nav(actor, here, section, waiting),
        "views": views(actor, here, version, view) if here is not None and shows_views else [],
        "desk": _desk(here) if here else None,
        "desks": [*(_desk(one, here) for one in desks), *_all_of(desks)],
        "me": _me(actor, here),
        "views_src": f"{links.address('tickets:views', here.key)}?view={view}" if here and shows_views else None,
        "live": _live(here, version, ticket_version, waiting),
        "palette": _palette(request, here, ticket_version),
        "banners": places.render("workspace_banner", [one.pk for one in desks], request=request),
        **settings_frame(request, here, section),
    }


def last_desk(request: HttpRequest) -> Desk | None:
    """The served desk whose tickets the person looked at last in this browser, else the first; None without any."""
    desks = desks_of(request)
    last = request.COOKIES.get(DESK_COOKIE, "")
    return next((one for one in desks if one.key == last), desks[0] if desks else None)


def remember_desk(request: HttpRequest, response: HttpResponse, desk: Desk) -> HttpResponse:
    """Let the browser keep which desk it was, if the person serves several. Nothing is written on the server."""
    if len(desks_of(request)) > 1 and request.COOKIES.get(DESK_COOKIE) != desk.key:
        response.set_cookie(
            DESK_COOKIE, desk.key, max_age=365 * 86400, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


def remember_view(request: HttpRequest, response: HttpResponse, desk: Desk, view: str) -> HttpResponse:
    """Let the browser keep which view of the desk it was, if the person serves several."""
    desks = {one.key for one in desks_of(request)}
    kept = {key: name for key, name in _views_kept(request).items() if key in desks}
    if len(desks) > 1 and view and kept.get(desk.key) != view:
        value = "~".join(f"{key}.{name}" for key, name in (kept | {desk.key: view}).items())
        response.set_cookie(
            VIEWS_COOKIE, value, max_age=365 * 86400, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


def last_view(request: HttpRequest, desk: Desk) -> str:
    """The view of the desk that was open last in this browser; empty if there is none such (any more)."""
    name = _views_kept(request).get(desk.key, "")
    found = built_in_views.named(name, actor_of(request), desk.pk) if name else None
    return found.key if found else ""


def _views_kept(request: HttpRequest) -> dict[str, str]:
    pairs = (one.partition(".") for one in request.COOKIES.get(VIEWS_COOKIE, "").split("~"))
    return {key: name for key, dot, name in pairs if dot}


def settings_frame(request: HttpRequest, desk: Desk | None, section: str = "settings") -> dict[str, Any]:
    """What a settings page needs besides: the list, the tabs of its entry, and what it says about itself. Empty for
    sections of the workspace that are no settings at all."""
    if section in CORE_SECTIONS:
        return {"settings_nav": []}
    actor = actor_of(request)
    page = settings_nav.current(request, actor, desk, section)
    return {
        "settings_nav": settings_nav.nav(request, actor, desk) if section == "settings" else [],
        "settings_tabs": settings_nav.tabs(page, request, actor, desk),
        "about_page": settings_nav.about(page, actor, desk),
    }


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _of(desks: list[int]) -> Any:
    found = Desk.objects.filter(pk__in=desks, is_active=True).order_by("name")
    return found.annotate(
        is_there_another=Exists(moving.listed_besides(OuterRef("pk"))),
        has_services=lists.are_offered(Service, OuterRef("pk")),
        has_locations=lists.are_offered(Location, OuterRef("pk")),
    )


_desks = Prepared(_of)


def served_desks(actor: Actor) -> list[Desk]:
    """The desks that the actor serves or audits, by name; each with ``waiting``, how many notifications from there
    the actor has not seen, ``is_there_another``, whether others are listed besides it, and whether it
    ``has_services`` and ``has_locations``."""
    found = _desks.rows(desks=sorted(actor.desks_with("tickets.read")))
    waiting = told.waiting(actor)
    for desk in found:
        desk.waiting = waiting.get(desk.pk, 0)
    return found


def desk_of(request: HttpRequest, key: str) -> Desk:
    """The desk of that key, if the actor serves or audits it; else NotFound."""
    found = next((one for one in desks_of(request) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def desks_of(request: HttpRequest) -> list[Desk]:
    """The served desks, read once for each request."""
    if not hasattr(request, "served_desks"):
        request.served_desks = served_desks(actor_of(request))  # type: ignore[attr-defined]
    return cast(list[Desk], request.served_desks)  # type: ignore[attr-defined]


def _nav(actor: Actor, desk: Desk | None, section: str, waiting: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    if desk is not None:
        entries = [
            _entry(_("Tickets"), "inbox", links.address("tickets:list", desk.key), "tickets", section, "g t"),
            _entry(_("Overview"), "chart-column", _address("tickets:overview", desk.key), "overview", section, "g o"),
            _entry(_("People"), "users", _address("tickets:people", desk.key), "people", section, "g p"),
        ]
    for one in slots.items("nav_entry", desk_id=desk.pk if desk else None):
        if one.shown_to(actor, desk):
            found = _entry(one.label, one.icon, one.url(desk), one.name, section, one.key)
            now = one.now(actor) if hasattr(one, "now") else {}
            entries.append(found | {"on_phone": False} | now)
    if desk is not None and (quarantine := _quarantine(actor, desk)):
        entries.append(quarantine)
    if bell := _address("notify:list"):
        found = _entry(_("Notifications"), "bell", bell, "notifications", section, "g n")
        entries.append(found | {"badge": waiting, "is_bell": True, "at_end": True})
    if settings := _first_settings_page(actor, desk):
        found = _entry(_("Settings"), "settings", settings, "settings", section, "g s")
        entries.append(found | {"at_end": True, "on_phone": False})
    return entries


def _quarantine(actor: Actor, desk: Desk) -> dict[str, Any] | None:
    """The way to letters that wait for somebody, while there are any, for those who may look at them."""
    address = _address("mail:mail", desk.key) if actor.may("mail.settings", desk.pk) else ""
    count = quarantined_up_to(desk, QUARANTINE_COUNTED_TO) if address else 0
    if not count:
        return None
    words = ngettext("%(num)s letter in quarantine", "%(num)s letters in quarantine", count) % {"num": count}
    found = _entry(words, "mail-warning", f"{address}?show=quarantine&days=all", "quarantine", "", "")
    return found | {"badge": count, "is_counted": True, "at_end": True, "on_phone": False}


def _first_settings_page(actor: Actor, desk: Desk | None) -> str:
    pages = slots.items("settings_page", desk_id=desk.pk if desk else None)
    return next((str(page.url(desk)) for page in pages if page.shown_to(actor, desk)), _address("accounts:me"))


def _entry(label: Any, icon: str, url: str, name: str, section: str, key: str) -> dict[str, Any]:
    return {"label": label, "icon": icon, "url": url, "is_current": name == section, "key": key or None}


def views(actor: Actor, desk: Desk, version: str, current: str = "") -> list[dict[str, Any]]:
    """The column of views: groups of entries with label, address and count, at this version of the desk."""
    teams = built_in_views.teams_of(actor, desk.pk)
    counts = built_in_views.counts(actor, desk.pk, teams, version) | module_views.counts(actor, desk.pk, version)

    address = links.address("tickets:list", desk.key)

    def group(title: str, members: Iterable[TicketView]) -> dict[str, Any]:
        return {"title": title, "entries": [_view_entry(address, one, counts.get(one.key), current) for one in members]}

    groups = [group("", (*built_in_views.FIRST, *built_in_views.of_modules(desk.pk)))]
    if teams:
        groups.append(group(_("Teams"), map(built_in_views.team_view, teams)))
    return [*groups, group(_("Set aside"), built_in_views.LAST)]


def _view_entry(address: str, view: TicketView, count: int | None, current: str) -> dict[str, Any]:
    return {
        "label": view.label,
        "url": f"{address}?view={view.key}",
        "count": count,
        "is_loud": view.is_loud and bool(count),
        "is_current": view.key == current,
        "key": view.key,
    }


def _desk(desk: Desk, here: Desk | None = None) -> dict[str, Any]:
    return {
        "key": desk.key,
        "name": desk.name,
        "letter": desk.flag,
        "url": links.address("tickets:list", desk.key),
        "waiting": getattr(desk, "waiting", 0),
        "is_current": here is not None and desk.pk == here.pk,
    }


def _all_of(desks: list[Desk]) -> list[dict[str, Any]]:
    """The list of all desks at once, for people who serve several."""
    if len(desks) < 2:
        return []
    every = {"key": "", "name": _("All my desks"), "letter": "", "url": links.address("tickets:all_desks")}
    return [every | {"waiting": 0, "is_current": False}]


def _me(actor: Actor, desk: Desk | None) -> dict[str, Any] | None:
    if actor.person_id is None:
        return None
    entries: list[dict[str, Any]] = [
        {"label": _("Your settings"), "icon": "circle-user-round", "url": _address("accounts:me")},
        {
            "label": _("Your canned replies"),
            "icon": "message-square-quote",
            "url": links.address("tickets:own_replies", desk.key)
            if desk is not None and actor.may("tickets.own_canned", desk.pk)
            else "",
        },
        {"label": _("The portal, as requesters see it"), "icon": "door-open", "url": _address("portal:home")},
        {"label": _("Sign out"), "icon": "log-out", "url": _address("account_logout"), "is_post": True},
    ]
    shown = [entry for entry in entries if entry["url"]]
    return {"id": actor.person_id, "name": actor.name, "detail": actor.email, "entries": shown}


def _live(desk: Desk | None, version: str, ticket_version: str, unread: int) -> dict[str, Any] | None:
    if desk is None:
        return None
    address = links.address("tickets:live", desk.key)
    if ticket_version:
        number, _colon, of_ticket = ticket_version.partition(":")
        return {"url": f"{address}?ticket={number}", "version": of_ticket, "unread": unread}
    return {"url": address, "version": version, "unread": unread}


def _palette(request: HttpRequest, desk: Desk | None, ticket_version: str) -> dict[str, Any]:
    """Where the palette asks what can be done here, and whether single keys act."""
    place = {"desk": desk.key if desk else "", "ticket": ticket_version.partition(":")[0]}
    asked = urlencode({name: value for name, value in place.items() if value})
    return {
        "url": f"{links.address('tickets:palette')}?{asked}",
        "choose_url": links.address("tickets:choose"),
        "single_keys": getattr(request.user, "single_keys", True),
    }


def _address(name: str, *args: str) -> str:
    """The address of a page, or nothing where no app has it."""
    try:
        return links.address(name, *args)
    except NoReverseMatch:
        return ""


def undo_seconds(request: HttpRequest) -> int:
    """How long whoever asks can take back what they send; 0 if they want no such time."""
    return int(getattr(request.user, "undo_seconds", 0))
