"""The pages: a new desk from a template, and adding what a template has to a desk that there is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.desk_templates.actions import Applied, apply_template, begin_desk
from deskhand.desk_templates.file import Template
from deskhand.desk_templates.shelf import shelf
from deskhand.desk_templates.shown import rooms
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.permissions import ADMIN
from deskhand.ops.actions import free_key_of
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.somebody import somebody
from deskhand.ops.template_pages.cards import card, cards, people_search
from deskhand.ops.template_pages.forms import DeskFromTemplateForm
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("site:desks.create", fresh="change")
@require_http_methods(["GET", "POST"])
def new_desk(request: HttpRequest) -> HttpResponse:
    """A new desk with all that a template has: first read, then made."""
    template = _chosen(request)
    if template is None:
        return redirect("ops:desks")
    if request.method != "POST":
        return _new_page(request, template, _fresh_form(request, template))
    form, made = DeskFromTemplateForm(request.POST, template=template), list[Applied]()
    if done(form, lambda **wanted: made.append(_begin(request, template, **wanted))):
        desk = made[0].desk
        words = _("The desk “%(name)s” is there, with all that you chose.") % {"name": desk.name}
        if desk.roles.filter(person_id=actor_of(request).person_id or 0, role=ADMIN).exists():
            return after(request, words, "ops:begin_mailbox", desk.key)
        return after(request, words, "ops:desks")
    return _new_page(request, template, form, status=422)


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def from_template(request: HttpRequest, desk: str) -> HttpResponse:
    """The templates; of a chosen one what the desk has of it and what it would bring. Posting adds that."""
    here, template = the_desk(desk), _chosen(request)
    if template is None:
        return page(request, "ops/from_template.html", here, cards=cards(_language(request, here)), **_refused(request))
    language = _language(request, here)
    if request.method != "POST":
        return _desk_page(request, here, template, language)
    try:
        made = apply_template(
            actor=actor_of(request),
            desk=here,
            template=template,
            language=language,
            switch_on=request.POST.getlist("switch_on"),
        )
    except (Invalid, Conflict) as refusal:
        return _desk_page(request, here, template, language, refusal=str(refusal), status=422)
    return _after(request, here, template, language, made)


def _after(request: HttpRequest, desk: Desk, template: Template, language: str, made: Applied) -> HttpResponse:
    count = len(made.made)
    words = ngettext("%(count)s thing was added.", "%(count)s things were added.", count) % {"count": count}
    messages.success(request, words if count else _("There was nothing to add."))
    put, left = ([one.name for one in made.joined if one.is_done is done] for done in (True, False))
    if put:
        messages.success(request, _("What came now was put on: %(names)s.") % {"names": ", ".join(put)})
    if left:
        told = _("You have changed these since; put on them what came now, if you want: %(names)s.")
        messages.warning(request, told % {"names": ", ".join(left)})
    where = reverse("ops:from_template", args=[desk.key], query={"template": template.key, "language": language})
    return redirect(where)


def _desk_page(
    request: HttpRequest, desk: Desk, template: Template, language: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    given = _content(template, language, desk)
    if refusal:
        given["refusal"] = refusal
    return page(request, "ops/template_on_desk.html", desk, status=status, **given)


def _new_page(
    request: HttpRequest, template: Template, form: DeskFromTemplateForm, *, status: int = 200
) -> HttpResponse:
    given = _content(template, _language(request), None)
    return page(
        request, "ops/new_desk.html", form=form, search_url=people_search(actor_of(request)), status=status, **given
    )


def _content(template: Template, language: str, desk: Desk | None) -> dict[str, Any]:
    """The template and all that it has; or, of a file that cannot be used, why."""
    given: dict[str, Any] = {"card": card(template, language), "language": language, "is_here": desk is not None}
    given["segments"] = [
        {"label": name, "url": f"?template={template.key}&language={code}", "is_current": code == language}
        for code, name in settings.LANGUAGES
    ]
    try:
        return {**given, "rooms": rooms(template, language, desk), "refusal": ""}
    except Invalid as refusal:
        return {**given, "rooms": [], "refusal": str(refusal)}


def _fresh_form(request: HttpRequest, template: Template) -> DeskFromTemplateForm:
    language = _language(request)
    name = template.text("desk_name", language) or template.text("title", language)
    initial = {"who": actor_of(request).email or "", "language": language, "name": name}
    return DeskFromTemplateForm(initial=initial, template=template)


@transaction.atomic
def _begin(
    request: HttpRequest,
    template: Template,
    *,
    name: str,
    public_name: str,
    key: str,
    language: str,
    accent: str,
    switch_on: list[str],
    **who: Any,
) -> Applied:
    actor = actor_of(request)
    return begin_desk(
        actor=actor,
        key=key or free_key_of(name),
        name=name,
        public_name=public_name,
        administrator=somebody(actor, **who),
        template=template,
        language=language,
        switch_on=switch_on,
        accent=accent,
    )


def _chosen(request: HttpRequest) -> Template | None:
    key = request.POST.get("template") or request.GET.get("template", "")
    return next((one for one in shelf().templates if one.key == key), None)


def _language(request: HttpRequest, desk: Desk | None = None) -> str:
    """The language that was asked for, else the desk's, else the reader's."""
    known = dict(settings.LANGUAGES)
    asked = (request.POST.get("language"), request.GET.get("language"), desk.language if desk else get_language())
    return next((one for one in asked if one in known), settings.LANGUAGE_CODE)


def _refused(request: HttpRequest) -> dict[str, Any]:
    """Why files of the installation's own are not among the templates: for those who look after it."""
    return {"refused": list(shelf().refused) if actor_of(request).is_site_admin else []}
