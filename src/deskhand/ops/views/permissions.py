"""Which role may do what: a page to read."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules
from deskhand.kernel import permissions as table
from deskhand.ops.frame import page, the_desk
from deskhand.web.gates import gate

ROLES: tuple[tuple[str, str | Promise], ...] = (
    (table.AGENT, _("Agent")),
    (table.LEAD, _("Lead")),
    (table.ADMIN, _("Desk administrator")),
    (table.AUDITOR, _("Auditor")),
    (table.SITE_ADMIN, _("Site administrator")),
    (table.REQUESTER, _("Requester")),
)

AREAS: dict[str, str | Promise] = {
    "desks": _("Desks"),
    "jobs": _("Background work"),
    "mail": _("Mail"),
    "modules": _("Modules"),
    "organizations": _("Organizations"),
    "people": _("People"),
    "permissions": _("This table"),
    "site": _("Installation"),
    "teams": _("Teams"),
    "tickets": _("Tickets"),
    "tokens": _("API tokens"),
}


@gate("desk:permissions.view", sample="desk")
def permissions(request: HttpRequest, desk: str) -> HttpResponse:
    """The table as it counts on this desk: what belongs to a module that is off is not there."""
    here = the_desk(desk)
    rules = table.in_force(here.pk)
    areas: list[dict[str, Any]] = [
        {"title": _area(area), "rules": list(members)}
        for area, members in groupby(rules, key=lambda one: one.code.split(".")[0])
    ]
    return page(request, "ops/permissions.html", here, areas=areas, roles=ROLES)


def _area(word: str) -> str:
    module = modules.module(word)
    return str(module.title) if module else str(AREAS.get(word, word))
