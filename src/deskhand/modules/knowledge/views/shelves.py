"""Categories: the tree, one of them, moving by drag and by buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import shelving
from deskhand.modules.knowledge.actions import arrange
from deskhand.modules.knowledge.forms_arrange import ShelfForm
from deskhand.modules.knowledge.models import Shelf
from deskhand.modules.knowledge.views import ordering
from deskhand.modules.knowledge.views.arranging import done, number, tried
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

QUESTION_LIMIT = 100
"""Characters of what is looked for among the categories."""

_ARRANGES = gate("desk:knowledge.arrange", sample="desk")


@_ARRANGES
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The tree, or the categories of a name (``q``). ``at`` was moved last, ``way`` is how."""
    here, actor = the_desk(desk), actor_of(request)
    typed, at = request.GET.get("q", "").strip()[:QUESTION_LIMIT], number(request.GET.get("at"))
    given: dict[str, Any] = {"typed": typed, "at": at, "way": request.GET.get("way", "")}
    given["found"] = shelving.found(actor, here, typed) if typed else []
    given["nodes"] = [] if typed else shelving.tree(actor, here, at)
    given["total"] = Shelf.objects.within(here).count()
    given["loose"] = ordering.articles(actor, here, None).count()
    return settings_page(request, "knowledge/shelves.html", here, **given)


@_ARRANGES
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A category, or (``parent``) a section of one."""
    here, actor = the_desk(desk), actor_of(request)
    form = ShelfForm(
        request.POST if request.method == "POST" else None, desk=here, initial={"parent": request.GET.get("parent", "")}
    )
    if request.method != "POST":
        return settings_page(request, "knowledge/shelf.html", here, form=form, row=None)

    def act() -> None:
        parent = _shelf(here, form.cleaned_data["parent"])
        arrange.create_shelf(actor=actor, desk=here, details=form.details(), parent=parent)

    if done(form, act):
        messages.success(request, _("The category is made."))
        return redirect("knowledge:shelves", desk)
    return settings_page(request, "knowledge/shelf.html", here, status=422, form=form, row=None)


@_ARRANGES
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What one is called and says, where it stands, and its articles in their order."""
    here, actor = the_desk(desk), actor_of(request)
    row = _there(here, pk)
    form = ShelfForm.of(row, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, here, row, form)
    if done(form, lambda: _keep(actor, here, row, form)):
        messages.success(request, _("The category is saved."))
        return redirect(_at(desk, pk))
    return _page(request, here, row, form, status=422)


@_ARRANGES
@require_POST
def move(request: HttpRequest, desk: str) -> HttpResponse:
    """By a step (``step``: its id, a colon and up, down, in or out), or to where it was dragged: ``shelf`` into
    ``parent`` behind ``after``, ids."""
    here, actor = the_desk(desk), actor_of(request)
    typed, _colon, way = request.POST.get("step", "").partition(":")
    asked = request.POST if "shelf" in request.POST else request.GET
    row = _there(here, number(typed or asked.get("shelf")))
    was = shelving.place_of(row)
    goal = shelving.step(row, way) if typed else (_shelf(here, asked.get("parent")), _shelf(here, asked.get("after")))
    if goal is None:
        return redirect(_at(desk, row.pk))
    if tried(request, lambda: arrange.move_shelf(actor=actor, shelf=row, parent=goal[0], after=goal[1])):
        undo = urlencode({"shelf": row.pk, "parent": was[0], "after": was[1]})
        words = _("“%(name)s” is moved.") % {"name": row.name}
        messages.success(request, words, extra_tags=f"undo:{reverse('knowledge:move_shelf', args=[desk])}?{undo}")
    return redirect(_at(desk, row.pk, way))


@_ARRANGES
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Remove an empty category."""
    here, actor = the_desk(desk), actor_of(request)
    row = _there(here, pk)
    if not tried(request, lambda: arrange.delete_shelf(actor=actor, shelf=row)):
        return redirect("knowledge:shelf", desk, pk)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name})
    return redirect("knowledge:shelves", desk)


@transaction.atomic
def _keep(actor: Actor, desk: Desk, row: Shelf, form: ShelfForm) -> None:
    if "parent" in form.changed_data:
        parent = _shelf(desk, form.cleaned_data["parent"])
        last = Shelf.objects.within(desk).filter(parent=parent).last()
        arrange.move_shelf(actor=actor, shelf=row, parent=parent, after=last)
    arrange.edit_shelf(actor=actor, shelf=row, details=form.details(row))


def _page(request: HttpRequest, desk: Desk, row: Shelf, form: ShelfForm, *, status: int = 200) -> HttpResponse:
    given: dict[str, Any] = {"row": row, "form": form, **ordering.shown(request, desk, row)}
    given["is_empty"] = arrange.is_free(actor_of(request), row)
    return settings_page(request, "knowledge/shelf.html", desk, status=status, **given)


def _there(desk: Desk, pk: int) -> Shelf:
    found: Shelf = get_object_or_404(Shelf.objects.within(desk).select_related("parent__parent", "desk"), pk=pk)
    return found


def _shelf(desk: Desk, typed: str | None) -> Shelf | None:
    """The category of that id; None for none. Raises NotFound for one that the desk does not have."""
    pk = number(typed)
    if not pk:
        return None
    found: Shelf | None = Shelf.objects.within(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _at(desk: str, pk: int, way: str = "") -> str:
    """The tree, where that one stands in it. After a step its button has the focus again, which browsers give only
    where the address has no anchor."""
    here = f"{reverse('knowledge:shelves', args=[desk])}?at={pk}"
    return f"{here}&way={way}" if way in shelving.WAYS else f"{here}#shelf-{pk}"
