"""One policy: its form, what it promised before, and ready-made ones to begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.sla import access, checks, history_of_policy, questions, terms
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.actions.simulate import simulate
from deskhand.modules.sla.forms import PolicyForm, initial
from deskhand.modules.sla.models import Level, Policy, Simulation
from deskhand.modules.sla.questions import QUERY_LIMIT
from deskhand.modules.sla.starts import start_of
from deskhand.modules.sla.target_form import TargetForm, forms_of, posted
from deskhand.modules.sla.warning_form import Offered
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

Done = TypeVar("Done")

PLAIN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

FRESH = {"calendar": "ticket", "retroactive_start": True, "retroactive_pause": True}
"""What an empty form begins with."""


@gate("desk:sla.policies", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One policy, or a new one of a level. ``add`` gives the form another warning, or another target."""
    here = the_desk(desk)
    row = access.policy_for(actor_of(request), pk, desk_id=here.pk) if pk else None
    if request.method != "POST":
        return _form(request, here, row, *_begun(request, here, row))
    level = row.level if row else _level(request.POST.get("level", ""))
    form = PolicyForm(request.POST, desk=here, now=_now(row))
    wider = request.POST.get("add", "")
    targets = posted(request.POST, Offered.on(here), level, wider=wider)
    if wider:
        return _form(request, here, row, form, targets, level)
    if "try" in request.POST and (tried := _tried(request, here, row, form, targets, level)) is not None:
        return redirect("sla:simulation", desk, tried.pk)
    if "try" in request.POST:
        return _form(request, here, row, form, targets, level, status=422)
    saved = _saved(request, here, row, form, targets, level)
    if saved is None:
        return _form(request, here, row, form, targets, level, status=422)
    messages.success(request, _("The policy “%(name)s” is saved.") % {"name": saved.name})
    for sentence in checks.unheard(terms.read(policies.newest(saved).terms), here.pk):
        messages.warning(request, sentence)
    return redirect("sla:policies", desk)


@gate("desk:sla.policies", sample="desk")
@require_safe
def completions(request: HttpRequest, desk: str) -> JsonResponse:
    """What could stand at the cursor (``at``) of a policy's query: ``{"items": [{text, label, start, end}]}``."""
    here = the_desk(desk)
    text, at = request.GET.get("q", "")[:QUERY_LIMIT], request.GET.get("at", "")
    cursor = int(at) if at.isdecimal() and len(at) < 6 else len(text)
    found = questions.completions(text, cursor, here.pk)
    items = [{"text": one.text, "label": str(one.label), "start": one.start, "end": one.end} for one in found]
    return JsonResponse({"items": items})


@gate("desk:sla.policies", sample="desk")
@require_safe
def versions(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What a policy said and says: who changed what, and since when it counts."""
    here = the_desk(desk)
    row = access.policy_for(actor_of(request), pk, desk_id=here.pk)
    told = history_of_policy.versions_of(row)
    return settings_page(request, "sla/policy_versions.html", here, row=row, versions=told)


def _begun(request: HttpRequest, desk: Desk, row: Policy | None) -> tuple[PolicyForm, list[TargetForm], str]:
    offered = Offered.on(desk)
    if row is not None:
        version = policies.newest(row)
        now = terms.read(version.terms)
        return PolicyForm.of(version, now, desk), forms_of(now.targets, row.level, offered), row.level
    start = start_of(request.GET.get("start", ""))
    if start is not None:
        now = terms.read(start.said)
        form = PolicyForm(desk=desk, now=now, initial=initial(now) | {"name": str(start.name)})
        return form, forms_of(now.targets, now.level, offered), now.level
    level = _level(request.GET.get("level", ""))
    return PolicyForm(desk=desk, initial=FRESH), forms_of((), level, offered), level


def _saved(
    request: HttpRequest, desk: Desk, row: Policy | None, form: PolicyForm, targets: list[TargetForm], level: str
) -> Policy | None:
    def save(name: str, said: dict[str, Any]) -> Policy:
        typed = form.cleaned_data
        return policies.save_policy(
            actor=actor_of(request),
            desk_id=desk.pk,
            name=name,
            said=said,
            policy=row,
            only_new=typed["only_new"],
            known_version=typed["version"] if row else None,
        )

    return _done(form, targets, level, save)


def _tried(
    request: HttpRequest, desk: Desk, row: Policy | None, form: PolicyForm, targets: list[TargetForm], level: str
) -> Simulation | None:
    """The same, only tried on what was. None if it is refused."""

    def begin(name: str, said: dict[str, Any]) -> Simulation:
        return simulate(actor=actor_of(request), desk_id=desk.pk, name=name, said=said, policy=row)

    return _done(form, targets, level, begin)


def _done(
    form: PolicyForm, targets: list[TargetForm], level: str, act: Callable[[str, dict[str, Any]], Done]
) -> Done | None:
    """Call an action with what the forms hold. None if they or the action refuse; they then say why."""
    used = [one for one in targets if one.is_used]
    if not all([form.is_valid(), *(one.is_valid() for one in used)]):
        return None
    said = form.said | {"level": level, "targets": [one.said for one in used]}
    try:
        return act(form.cleaned_data["name"], said)
    except (Invalid, Conflict) as refusal:
        _refuse(form, used, refusal)
        return None


def _refuse(form: PolicyForm, targets: list[TargetForm], refusal: Invalid | Conflict) -> None:
    """Say at each field why the action refused; on top what is about none of them."""
    about = refusal.fields if isinstance(refusal, Invalid) else {}
    left = not about
    for place, sentence in about.items():
        head, _dot, rest = place.partition(".")
        number, _dot, below = rest.partition(".")
        if head == "targets" and number.isdecimal():
            left |= not targets[int(number)].refuse(below, str(sentence))
        elif place in form.fields:
            form.add_error(place, str(sentence))
        else:
            left = True
    if left:
        form.add_error(None, str(refusal))


def _now(row: Policy | None) -> terms.Terms | None:
    return terms.read(policies.newest(row).terms) if row is not None else None


def _level(word: str) -> str:
    return word if word in Level.values else Level.SLA.value


def _form(
    request: HttpRequest,
    desk: Desk,
    row: Policy | None,
    form: PolicyForm,
    targets: list[TargetForm],
    level: str,
    status: int = 200,
) -> HttpResponse:
    given = {
        "row": row,
        "form": form,
        "targets": targets,
        "level": level,
        "level_words": Level(level).label,
        "wrong": status == 422 and not form.errors,
        "query_attrs": {"data-complete-url": reverse("sla:completions", args=[desk.key])} | PLAIN,
    }
    return settings_page(request, "sla/policy.html", desk, status=status, **given)
