"""Grow: presets and modules of a desk. What is chosen is only wanted; the panel says what will change, its button does
it, and the message after it takes it back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.actions import choose_preset, switch_modules
from deskhand.accounts.models import Desk
from deskhand.kernel import growing, modules
from deskhand.kernel.errors import Invalid
from deskhand.ops import grow_page, growth, pictures
from deskhand.ops.frame import page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

KEEP_PICTURES = timedelta(days=30)
"""How long a browser keeps the picture of a module."""


@gate("desk:modules.switch", sample="desk")
@require_http_methods(["GET", "POST"])
def grow(request: HttpRequest, desk: str) -> HttpResponse:
    """The page with what is wanted (GET), or the switch itself (POST)."""
    here = the_desk(desk)
    if request.method != "POST":
        return _page(request, here, *grow_page.asked(request.GET, here))
    wanted, step = request.POST.getlist("wanted"), request.POST.get("step", "")
    before, on = growing.standing(here.pk), sorted(growing.on_at(here.pk))
    try:
        changed = _do(request, here, wanted, step)
    except Invalid as refusal:
        return _page(request, here, wanted, step, refusal=str(refusal), status=422)
    back = urlencode({"wanted": ",".join(on), "step": before.preset if step else ""})
    undo = f"{reverse('ops:grow_back', args=[desk])}?{back}"
    messages.success(request, _words(here, changed, step), extra_tags=f"undo:{undo}" if changed or step else "")
    return redirect("ops:grow", desk)


@gate("desk:modules.switch", sample="desk")
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, desk: str) -> HttpResponse:
    """Undo: have on what was on before, as the address says."""
    here = the_desk(desk)
    if request.method == "POST":
        wanted = [one for one in request.GET.get("wanted", "").split(",") if one]
        changed = _do(request, here, wanted, request.GET.get("step", ""))
        messages.success(request, _words(here, changed, ""))
    return redirect("ops:grow", desk)


@gate("desk:modules.switch", sample="desk")
@require_safe
def picture(request: HttpRequest, desk: str) -> HttpResponse:
    """A module's picture in one of the two looks. Its address changes with it, so it is kept."""
    file = pictures.file_of(request.GET.get("module", ""), request.GET.get("look", ""))
    if file is None:
        return redirect("ops:grow", desk)
    answer = HttpResponse(file.read_bytes(), content_type="image/webp")
    answer["Cache-Control"] = f"private, max-age={round(KEEP_PICTURES.total_seconds())}, immutable"
    return answer


@gate("desk:modules.switch", sample="desk")
@require_safe
def former(request: HttpRequest, desk: str) -> HttpResponse:
    """Where the page stood before."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(reverse("ops:grow", args=[desk]) + (f"?{query}" if query else ""))


def _do(request: HttpRequest, desk: Desk, wanted: list[str], step: str) -> list[str]:
    if step:
        return choose_preset(actor=actor_of(request), desk=desk, preset=step, wanted=wanted)
    return switch_modules(actor=actor_of(request), desk=desk, wanted=wanted)


def _words(desk: Desk, changed: list[str], step: str) -> str:
    if step:
        return _("This desk is now: %(where)s.") % {"where": growth.where(desk.pk)}
    on = growing.on_at(desk.pk)
    titles = ", ".join(str(one.title) for label in changed if (one := modules.module(label)) is not None)
    if not changed:
        return _("Nothing has changed.")
    if all(label in on for label in changed):
        return ngettext("%(titles)s is on.", "%(titles)s are on.", len(changed)) % {"titles": titles}
    if not any(label in on for label in changed):
        words = ngettext(
            "%(titles)s is off; its data is kept.", "%(titles)s are off; their data is kept.", len(changed)
        )
        return words % {"titles": titles}
    return _("Switched: %(titles)s.") % {"titles": titles}


def _page(
    request: HttpRequest, desk: Desk, wanted: list[str] | None, step: str, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    given = grow_page.shown(actor_of(request), desk, wanted, step)
    return page(request, "ops/grow.html", desk, status=status, refusal=refusal, **given)
