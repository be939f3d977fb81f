"""What stands around an article's words: who may read it, its details, and how it looks to others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Denied, Invalid
from deskhand.modules.knowledge import access, sentences, shown
from deskhand.modules.knowledge.actions import govern
from deskhand.modules.knowledge.forms_edit import AudienceForm, DetailsForm
from deskhand.modules.knowledge.models import OUTWARD, Article, Audience, Shelf
from deskhand.modules.knowledge.views.frame import here, page
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:knowledge.write", sample="desk")
@require_http_methods(["GET", "POST"])
def audience(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Who may read it. Before somebody may who could not until now, the page names them and asks (``confirm``)."""
    one = here(request, desk, pk)
    if request.method != "POST":
        return page(request, "knowledge/audience.html", one.desk, one=one, form=AudienceForm.of(one))
    form, given = AudienceForm(request.POST, desk=one.desk), {}
    if form.is_valid():
        chosen, rows, sure = form.cleaned_data["audience"], form.rows, "confirm" in request.POST
        try:
            govern.set_audience(actor=actor_of(request), article=one, audience=chosen, rows=rows, is_confirmed=sure)
            messages.success(request, _("Who may read it is changed."))
            return redirect("knowledge:article", desk, pk)
        except govern.Wider as wider:
            given = {"wider": _readers(wider.after, rows), "is_outward": wider.after in OUTWARD}
        except Invalid as refusal:
            put_on(form, refusal)
        except Denied as refusal:
            form.add_error("audience", str(refusal))
    status = 200 if given else 422
    return page(request, "knowledge/audience.html", one.desk, status=status, one=one, form=form, **given)


@gate("desk:knowledge.write", sample="desk")
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Owner, dates, category, further words."""
    one = here(request, desk, pk)
    form = DetailsForm.of(one, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "knowledge/details.html", one.desk, one=one, form=form)
    if form.is_valid():
        try:
            _keep(actor_of(request), one, form)
        except Denied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The details are saved."))
            return redirect("knowledge:article", desk, pk)
    return page(request, "knowledge/details.html", one.desk, status=422, one=one, form=form)


@gate("desk:knowledge.read", sample="desk")
@require_safe
def preview(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The article as somebody else would read it (``as``): or that they would not find it."""
    one, code = here(request, desk, pk), request.GET.get("as", "")
    eyes = _eyes(one, code)
    readable = Article.objects.outward_to(eyes, clock.now()).select_related("desk").filter(pk=one.pk).first()
    given: dict[str, Any] = {"one": one, "previews": sentences.previews(one), "code": code, "parts": []}
    if readable is not None:
        asked = request.GET.get("language") or translation.get_language() or one.language
        chosen = access.translation_of(readable, asked)
        version = chosen.published if chosen else None
        given |= {"chosen": chosen, "parts": shown.parts(version) if version else []}
    return page(request, "knowledge/preview.html", one.desk, is_readable=readable is not None, **given)


def _keep(actor: Actor, one: Article, form: DetailsForm) -> None:
    changes = {name: form.cleaned_data[name] for name in form.changed_data if name != "shelf"}
    if changes:
        govern.govern(actor=actor, article=one, changes=changes)
    if "shelf" in form.changed_data:
        pk = form.cleaned_data["shelf"]
        shelf = get_object_or_404(Shelf.objects.within(one.desk), pk=int(pk)) if pk else None
        govern.move_article(actor=actor, article=one, shelf=shelf)


def _eyes(one: Article, code: str) -> Actor:
    """Somebody who does not work for the desk."""
    organization = sentences.organization_named(code)
    if code not in ("requesters",) and organization is None:
        return Actor(person_id=None, name="", channel=Channel.PORTAL)
    guest = {one.desk_id: frozenset({"guest"})}
    of = organization.pk if organization else None
    return Actor(person_id=0, name="", roles=guest, organization_id=of, channel=Channel.PORTAL)


def _readers(after: str, rows: list[Any]) -> str:
    """Who will be able to read it, in words."""
    names = ", ".join(sorted(str(row.name) for row in rows)[:20])
    return {
        Audience.PUBLIC: _("everybody, without signing in, and search engines"),
        Audience.REQUESTERS: _("everybody who is signed in and may write to the desk"),
        Audience.ORGANIZATIONS: _("all people of %(names)s") % {"names": names},
        Audience.AGENTS: _("all of the desk’s own people"),
        Audience.TEAMS: _("the members of %(names)s") % {"names": names},
        Audience.NAMED: names,
    }[Audience(after)]
