"""Settings of the knowledge base: its rules, who publishes, and the language model."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import licences
from deskhand.modules.knowledge.actions import licences as licensing
from deskhand.modules.knowledge.actions import settings as rules
from deskhand.modules.knowledge.forms_arrange import RulesForm, WriterForm
from deskhand.modules.knowledge.models import Level, rules_of
from deskhand.modules.knowledge.views.arranging import done, tried
from deskhand.search.semantic import writer
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

PATIENCE_SECONDS = 20
"""How long the language model may take to answer when it is tried."""

_SETS = gate("desk:knowledge.settings", sample="desk")


@_SETS
@require_http_methods(["GET", "POST"])
def general(request: HttpRequest, desk: str) -> HttpResponse:
    """Who reads, what a new article begins with, languages, sites for the widget. Before strangers may read who could
    not until now, the page says so and asks (``confirm``)."""
    here, actor = the_desk(desk), actor_of(request)
    if request.method != "POST":
        return settings_page(request, "knowledge/rules.html", here, form=RulesForm.of(rules_of(here.pk)))
    form, sure = RulesForm(request.POST), "confirm" in request.POST
    try:
        wanted = form.changes() if form.is_valid() else {}
        if done(form, lambda: rules.change_rules(actor=actor, desk=here, changes=wanted, is_confirmed=sure)):
            messages.success(request, _("The settings are saved."))
            return redirect("knowledge:rules", desk)
    except rules.Opens as opens:
        return settings_page(request, "knowledge/rules.html", here, form=form, opens=opens.count)
    return settings_page(request, "knowledge/rules.html", here, status=422, form=form)


@_SETS
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest, desk: str) -> HttpResponse:
    """What each one's word counts for; posting sets those that were chosen otherwise (``level-`` and an id)."""
    here, actor = the_desk(desk), actor_of(request)
    if request.method != "POST":
        short = {one.value: str(one.label).partition(":")[0] for one in Level}  # What it means stands above the list.
        given: dict[str, Any] = {"rows": _writers(here), "levels": Level.choices, "short": short}
        return settings_page(request, "knowledge/licences.html", here, **given)
    changed = _chosen(request, here)
    if tried(request, lambda: _license(actor, here, changed)) and changed:
        said = ngettext("%(num)s licence is changed.", "%(num)s licences are changed.", len(changed))
        messages.success(request, said % {"num": len(changed)})
    return redirect("knowledge:licences", desk)


@_SETS
@require_http_methods(["GET", "POST"])
def model(request: HttpRequest, desk: str) -> HttpResponse:
    """The language model that drafts answers, or none."""
    here, actor = the_desk(desk), actor_of(request)
    form = WriterForm(request.POST) if request.method == "POST" else WriterForm.of(rules_of(here.pk))
    if request.method == "POST" and done(form, lambda: rules.set_writer(actor=actor, desk=here, **form.cleaned_data)):
        messages.success(request, _("The language model is saved.") if form.cleaned_data["address"] else _("Saved."))
        return redirect("knowledge:model", desk)
    status = 422 if request.method == "POST" else 200
    return settings_page(
        request,
        "knowledge/model.html",
        here,
        status=status,
        form=form,
        now=rules_of(here.pk),
        patience=PATIENCE_SECONDS,
    )


@_SETS
@require_POST
def forget(request: HttpRequest, desk: str) -> HttpResponse:
    """Keep the language model's secret no longer."""
    rules.forget_secret(actor=actor_of(request), desk=the_desk(desk))
    messages.success(request, _("The secret is gone."))
    return redirect("knowledge:model", desk)


@_SETS
@require_POST
def check(request: HttpRequest, desk: str) -> HttpResponse:
    """Ask the language model something now, and say what became of it. Nothing of the desk is sent."""
    row = rules_of(the_desk(desk).pk)
    try:
        service = rules.service_of(row)
        if service is not None:
            passage = "The sky over the harbour was blue on that day."
            found = writer.draft(service, "Which colour had the sky?", [passage], patience=PATIENCE_SECONDS)
            words = _("It answers: “%(text)s” (%(model)s)") % {"text": found.text[:200], "model": found.model}
            messages.success(request, words)
    except (writer.NoDraft, ValueError) as refusal:
        messages.error(request, str(refusal))
    return redirect("knowledge:model", desk)


def _writers(desk: Desk) -> list[dict[str, Any]]:
    """Everybody who may write on the desk, by name. Three queries."""
    found = {one.person_id: one for one in licences.writers_of(desk.pk)}
    people = Person.objects.filter(pk__in=found).order_by("name", "pk")
    return [{"person": one, "licence": found[one.pk]} for one in people]


def _chosen(request: HttpRequest, desk: Desk) -> list[tuple[Person, str]]:
    """Those whose level is another one in the form than it is."""
    rows = _writers(desk)
    now = {row["person"].pk: row["licence"].own or "" for row in rows}
    asked = {row["person"]: request.POST.get(f"level-{row['person'].pk}") for row in rows}
    return [(person, level) for person, level in asked.items() if level is not None and level != now[person.pk]]


def _license(actor: Actor, desk: Desk, changed: list[tuple[Person, str]]) -> None:
    for person, level in changed:
        licensing.set_licence(actor=actor, desk=desk, person=person, level=level)
