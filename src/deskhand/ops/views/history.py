"""What was changed on a settings page, when and by whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import NotFound
from deskhand.ops import history as changes
from deskhand.ops.frame import page, the_desk
from deskhand.tickets import settings_nav
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:permissions.view", sample="desk")
@require_safe
def of_desk(request: HttpRequest, desk: str, setting: str) -> HttpResponse:
    """The changes of a desk's page, for those who may open that page."""
    return _page(request, the_desk(desk), setting)


@gate("site:site.settings")
@require_safe
def of_site(request: HttpRequest, site_setting: str) -> HttpResponse:
    """The changes of a page of the installation."""
    return _page(request, None, site_setting)


def _page(request: HttpRequest, desk: Desk | None, setting: str) -> HttpResponse:
    actor = actor_of(request)
    found = [
        one
        for one in settings_nav.pages(actor, desk)
        if settings_nav.code_of(one) == setting and (desk is None or getattr(one, "is_of_desk", True))
    ]
    if not found:
        raise NotFound
    given = {"setting": found[0], "back": found[0].url(desk), "shown": changes.SHOWN}
    return page(request, "ops/history.html", desk, rows=changes.history(found[0], actor, desk), **given)
