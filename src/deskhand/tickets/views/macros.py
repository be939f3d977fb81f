"""The macros of a desk: the list, one of them, their order, off and on again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.tickets import actions, context, macros
from deskhand.tickets.canned import VARIABLES
from deskhand.tickets.macro_forms import OF_DESK, OWN, MacroForm
from deskhand.tickets.macros import Things, scope_words, steps_of
from deskhand.tickets.models import Macro
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@require_GET
@gate("desk:tickets.own_macros", sample="desk")
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """All that one may know of: one's own, those of the desk and its teams, and what is switched off."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    things = Things.of(here)
    rows = [
        _row(one, actor, things) for one in Macro.objects.listed_for(actor, here).select_related("team", "assign_to")
    ]
    groups = (
        (_("Your own"), [one for one in rows if one["is_own"] and one["is_active"]]),
        (_("Of the desk and its teams"), [one for one in rows if not one["is_own"] and one["is_active"]]),
        (_("Switched off"), [one for one in rows if not one["is_active"]]),
    )
    return _page(request, here, "tickets/macros.html", groups=[one for one in groups if one[1]])


@require_http_methods(["GET", "POST"])
@gate("desk:tickets.own_macros", sample="desk")
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new one."""
    return _edit(request, context.desk_of(request, desk), None)


@require_http_methods(["GET", "POST"])
@gate("signed_in")
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One macro that the person may change."""
    here = context.desk_of(request, desk)
    return _edit(request, here, _editable(context.actor_of(request), here, pk))


def _edit(request: HttpRequest, here: Desk, row: Macro | None) -> HttpResponse:
    actor = context.actor_of(request)
    if request.method != "POST":
        form = (
            MacroForm.of(row, actor)
            if row
            else MacroForm(actor=actor, desk=here, initial={"scope": _scope(actor, here)})
        )
        return _form(request, here, row, form)
    form = MacroForm(request.POST, actor=actor, desk=here, macro=row)
    if not form.is_valid() or not _saved(actor, here, row, form):
        return _form(request, here, row, form, status=422)
    messages.success(request, _("The macro “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return redirect("tickets:macros", here.key)


@require_POST
@gate("signed_in")
def switch(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no longer (``on`` empty), or again; each can be taken back from the toast."""
    actor, on = context.actor_of(request), request.POST.get("on", "") == "on"
    row = _editable(actor, context.desk_of(request, desk), pk)
    actions.switch_macro(actor=actor, macro=row, on=on)
    words = _("“%(name)s” is offered again.") if on else _("“%(name)s” is switched off. It stands below the list.")
    messages.success(request, words % {"name": row.name})
    return redirect("tickets:macros", desk)


@require_POST
@gate("signed_in")
def shift(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One place up or down."""
    actor = context.actor_of(request)
    row = _editable(actor, context.desk_of(request, desk), pk)
    actions.move_macro(actor=actor, macro=row, by=-1 if request.POST.get("to") == "up" else 1)
    return redirect(f"{reverse('tickets:macros', args=[desk])}#macro-{pk}")


def _editable(actor: Actor, desk: Desk, pk: int) -> Macro:
    """The macro, if the actor may know of it; the action judges the rest."""
    found: Macro | None = (
        Macro.objects.listed_for(actor, desk).select_related("desk", "team", "assign_to").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound
    if found.person_id is None:
        actor.need("tickets.macros", desk.pk)
    return found


def _scope(actor: Actor, desk: Desk) -> str:
    return OF_DESK if actor.may("tickets.macros", desk.pk) else OWN


def _saved(actor: Actor, desk: Desk, row: Macro | None, form: MacroForm) -> bool:
    try:
        actions.save_macro(actor=actor, desk=desk, macro=row, **form.wanted())
    except (Invalid, Conflict) as refusal:
        fields = getattr(refusal, "fields", {})
        if "hold" in fields:
            fields["hold_unit"] = fields.pop("hold")
        put_on(form, refusal)
        return False
    return True


def _row(one: Macro, actor: Actor, things: Things) -> dict[str, Any]:
    is_own = one.person_id is not None
    steps = steps_of(one, things)
    return {
        "id": one.pk,
        "name": one.name,
        "is_own": is_own,
        "is_active": one.is_active,
        "scope": scope_words(one),
        "steps": [(step.label, step.words) for step in steps],
        "missing": [(step.label, step.missing) for step in steps if step.missing],
        "may_edit": is_own or actor.may("tickets.macros", one.desk_id),
    }


def _form(request: HttpRequest, desk: Desk, row: Macro | None, form: MacroForm, status: int = 200) -> HttpResponse:
    lacking = macros.missing(row, Things.of(desk)) if row else []
    given = {"row": row, "form": form, "variables": VARIABLES, "missing": [(one.label, one.missing) for one in lacking]}
    return _page(request, desk, "tickets/macro.html", status=status, **given)


def _page(request: HttpRequest, desk: Desk, template: str, *, status: int = 200, **given: Any) -> HttpResponse:
    frame = context.workspace(request, section="macros", desk=desk, with_views=False)
    return render(request, template, frame | given, status=status)
