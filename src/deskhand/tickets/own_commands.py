"""Commands that the workspace itself offers: its places, the settings, what one may do from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.tickets import built_in_views, settings_nav
from deskhand.tickets.commands import DO, GO, Command, Where


def places(where: Where) -> Iterator[Command]:
    """The pages of the rail, those of modules included."""
    desk = where.desk
    if desk is not None:
        list_, overview = reverse("tickets:list", args=[desk.key]), reverse("tickets:overview", args=[desk.key])
        yield Command("go:tickets", GO, _("Tickets"), "inbox", url=list_, hint="g t", also=_("list"))
        if where.may("tickets.overview"):
            yield Command("go:overview", GO, _("Overview"), "chart-column", url=overview, hint="g o", also=_("figures"))
        if where.may("tickets.bulk"):
            address = reverse("tickets:bulk_runs", args=[desk.key])
            yield Command("go:bulk", GO, _("Bulk changes"), "layers", url=address, also=_("background, progress"))
        if where.may("people.view"):
            yield Command(
                "go:people", GO, _("People"), "users", url=reverse("tickets:people", args=[desk.key]), hint="g p"
            )
            address = reverse("tickets:organizations", args=[desk.key])
            yield Command("go:organizations", GO, _("Organizations"), "building-2", url=address)
    for one in slots.items("nav_entry", desk_id=desk.pk if desk else None):
        if one.shown_to(where.actor, desk):
            yield Command(f"go:{one.name}", GO, one.label, one.icon, url=one.url(desk), hint=one.key or "")
    if desk is not None and where.may("tickets.own_macros"):
        address = reverse("tickets:macros", args=[desk.key])
        yield Command("go:macros", GO, _("Macros"), "zap", url=address, also=_("several changes, edit macros"))
    yield Command("go:bell", GO, _("Notifications"), "bell", url=reverse("notify:list"), hint="g n", also=_("bell"))
    yield Command("go:me", GO, _("Your settings"), "circle-user-round", url=reverse("accounts:me"), also=_("profile"))
    address = reverse("notify:preferences")
    yield Command(
        "go:hear", GO, _("What you hear"), "sliders-horizontal", url=address, also=_("notifications, quiet hours")
    )
    if where.actor.roles:
        address, words = reverse("tickets:snooze_times"), _("Your times for “on hold until”")
        yield Command("go:snooze_times", GO, words, "alarm-clock", url=address, also=_("snooze, later, presets"))
    security = reverse("accounts:security")
    yield Command("go:security", GO, _("Security"), "shield", url=security, also=_("password, sessions, passkeys"))
    yield Command("go:portal", GO, _("The portal, as requesters see it"), "door-open", url=reverse("portal:home"))


def views(where: Where) -> Iterator[Command]:
    """The views of the desk, those of its teams included."""
    if where.desk is None:
        return
    address = reverse("tickets:list", args=[where.desk.key])
    teams = map(built_in_views.team_view, built_in_views.teams_of(where.actor, where.desk.pk))
    first = (*built_in_views.FIRST, *built_in_views.of_modules(where.desk.pk))
    for view in (*first, *teams, *built_in_views.LAST):
        url = f"{address}?{urlencode({'view': view.key})}"
        yield Command(f"view:{where.desk.key}:{view.key}", GO, view.label, "layers", url=url, detail=_("view"))


def desks(where: Where) -> Iterator[Command]:
    """The other desks that one serves."""
    if len(where.actor.desks_with("tickets.read")) > 1:
        every = reverse("tickets:all_desks")
        yield Command("desk:all", GO, _("All my desks"), "layers", url=every, also=_("every desk, search"))
    served = Desk.objects.filter(pk__in=where.actor.desks_with("tickets.read"), is_active=True).order_by("name")
    for one in served:
        if one != where.desk:
            url = reverse("tickets:list", args=[one.key])
            yield Command(f"desk:{one.key}", GO, one.name, "flag", url=url, detail=_("desk"), also=_("switch to desk"))


def settings_pages(where: Where) -> Iterator[Command]:
    """Every settings page that one may open."""
    for page in settings_nav.pages(where.actor, where.desk):
        url, entry = page.url(where.desk), str(getattr(page, "entry", ""))
        key = f"settings:{settings_nav.code_of(page)}"
        yield Command(key, GO, page.label, "settings", url=url, detail=page.group, also=f"{entry} {page.changes}")


def everywhere(where: Where) -> Iterator[Command]:
    """What can be done from any page."""
    if where.desk is not None and where.may("tickets.create"):
        url = reverse("tickets:new", args=[where.desk.key])
        yield Command("do:new", DO, _("New ticket"), "plus", url=url, also=_("create, open a ticket"))
    if where.desk is not None and where.may("people.create"):
        url = reverse("tickets:new_person", args=[where.desk.key])
        yield Command("do:person", DO, _("New person"), "user-plus", url=url)
        url = reverse("tickets:invitations", args=[where.desk.key])
        yield Command("do:invite", DO, _("Invitations"), "mail", url=url)
    if where.desk is not None and where.may("people.import"):
        url = reverse("tickets:imports", args=[where.desk.key])
        yield Command("do:import", DO, _("Import people and organizations"), "upload", url=url)
    yield from _looks()
    yield Command("do:keys", DO, _("Keyboard shortcuts"), "keyboard", act="keys", hint="?", also=_("keys, help"))
    out = reverse("account_logout")
    yield Command("do:out", DO, _("Sign out"), "log-out", post=out, leaves=True, also=_("log out"))


def _looks() -> Iterator[Command]:
    """Light or dark, and the language."""
    theme = reverse("accounts:theme")
    for value, words, icon in (
        ("day", _("Light"), "sun"),
        ("night", _("Dark"), "moon"),
        ("system", _("As the system"), "monitor"),
    ):
        yield Command(
            f"theme:{value}",
            DO,
            words,
            icon,
            post=theme,
            fields={"theme": value},
            leaves=True,
            detail=_("theme"),
            also=_("look"),
        )
    for code, name in settings.LANGUAGES:
        post, fields = reverse("tickets:choose"), {"language": code}
        yield Command(
            f"language:{code}",
            DO,
            name,
            "globe",
            post=post,
            fields=fields,
            leaves=True,
            detail=_("language"),
            also=code,
        )
