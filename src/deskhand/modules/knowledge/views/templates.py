"""Templates that articles are begun from: their list in its order, one of them, deleting and taking out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge.actions import templates
from deskhand.modules.knowledge.forms_arrange import TemplateForm
from deskhand.modules.knowledge.models import Template
from deskhand.modules.knowledge.views.arranging import done, number, tried
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

_ARRANGES = gate("desk:knowledge.arrange", sample="desk")


@_ARRANGES
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that are offered in their order, and those that were deleted."""
    here = the_desk(desk)
    rows = Template.objects.within(here)
    given: dict[str, Any] = {"rows": rows.offered(), "away": rows.exclude(removed_at=None).order_by("-removed_at")}
    given["kept_days"] = templates.KEEP_TEMPLATES.days
    return settings_page(request, "knowledge/templates.html", here, **given)


@_ARRANGES
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One template, or a new one."""
    here, actor = the_desk(desk), actor_of(request)
    row = _offered(here, pk) if pk else None
    form = TemplateForm(request.POST) if request.method == "POST" else TemplateForm.of(row) if row else TemplateForm()

    def act() -> None:
        said = {"called": form.cleaned_data["name"], "parts": form.html_parts()}
        templates.save_template(actor=actor, desk=here, template=row, **said)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The template is saved."))
        return redirect("knowledge:templates", desk)
    given: dict[str, Any] = {"row": row, "form": form, "as_markdown": request.GET.get("as") == "markdown"}
    status = 422 if request.method == "POST" else 200
    return settings_page(request, "knowledge/template.html", here, status=status, **given)


@_ARRANGES
@require_POST
def arrange(request: HttpRequest, desk: str) -> HttpResponse:
    """Their order: as they were dragged (``order``, repeated), or one of them by a step (``step``: its id, a colon and
    up or down)."""
    here, actor = the_desk(desk), actor_of(request)
    typed, _colon, way = request.POST.get("step", "").partition(":")
    wanted = [number(one) for one in request.POST.getlist("order")]
    if typed:
        wanted = _stepped(
            list(Template.objects.within(here).offered().values_list("pk", flat=True)), number(typed), way
        )
    tried(request, lambda: templates.arrange_templates(actor=actor, desk=here, order=wanted))
    return redirect(f"{reverse('knowledge:templates', args=[desk])}#template-{number(typed)}")


@_ARRANGES
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer one no more; articles that were begun with it stay."""
    row = _offered(the_desk(desk), pk)
    templates.delete_template(actor=actor_of(request), template=row)
    undo = reverse("knowledge:restore_template", args=[desk, pk])
    messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name}, extra_tags=f"undo:{undo}")
    return redirect("knowledge:templates", desk)


@_ARRANGES
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take out again what was deleted."""
    actor, row = actor_of(request), get_object_or_404(Template.objects.within(the_desk(desk)), pk=pk)
    if tried(request, lambda: templates.restore_template(actor=actor, template=row)):
        messages.success(request, _("“%(name)s” is offered again.") % {"name": row.name})
    return redirect("knowledge:templates", desk)


def _offered(desk: Desk, pk: int) -> Template:
    found: Template = get_object_or_404(Template.objects.within(desk).offered(), pk=pk)
    return found


def _stepped(order: list[int], pk: int, way: str) -> list[int]:
    place = order.index(pk) if pk in order else 0
    other = place - 1 if way == "up" else place + 1
    if pk in order and 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
