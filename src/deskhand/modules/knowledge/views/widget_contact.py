"""The widget's form: the portal's for people without account, with its guards, in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.actors import stranger
from deskhand.kernel.actor import Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.modules.knowledge import shown
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.models import Translation
from deskhand.modules.knowledge.offers import OFFERED
from deskhand.modules.knowledge.views.help_frame import language_of
from deskhand.modules.knowledge.views.widget import address, note_asked
from deskhand.modules.knowledge.views.widget_frame import inside, widget_page
from deskhand.modules.knowledge.widget import Site
from deskhand.portal import actions, queries, stamp
from deskhand.portal.actions.open_request import Request
from deskhand.portal.forms import StrangerForm
from deskhand.portal.known import Trouble, troubles
from deskhand.portal.refusals import told
from deskhand.portal.views.new import OFFER_WORDS
from deskhand.tickets import list_fields, new_parts
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.web import limits
from deskhand.web.gates import gate


@dataclass(frozen=True, slots=True)
class Offer:
    """An article that may answer, to be read where it is offered: what was typed stays."""

    translation: Translation
    parts: list[shown.Part]


@dataclass(frozen=True, slots=True)
class Offers:
    """What may answer a request, before it is sent."""

    articles: list[Offer] = field(default_factory=list)
    known: list[Trouble] = field(default_factory=list)


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def contact(request: HttpRequest, site: Site) -> HttpResponse:
    """The form. Before it is sent it offers once what may help."""
    if not queries.may_try(stranger(Channel.FORM), site.desk):
        raise NotFound
    if request.method != "POST":
        subject = request.GET.get("subject", "")[:SUBJECT_LIMIT]
        return _form(request, site, StrangerForm(initial={"subject": subject}, desk=site.desk))
    form = StrangerForm(request.POST, desk=site.desk)
    if not form.is_valid():
        return _form(request, site, form, status=422)
    if request.POST.get("offered") != "1" and _is_held_back(request, site, offered := _offered(request, site)):
        return _form(request, site, form, offers=offered)
    try:
        _send(request, site, form)
    except DeskhandError as error:
        wrong = getattr(error, "fields", {})
        return _form(request, site, told(form, error), status=error.status, wrong=wrong)
    return redirect(address(request, site, "widget_sent"))


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def offers(request: HttpRequest, site: Site) -> HttpResponse:
    """What may answer the request that is being written, for the place above its button. It writes nothing."""
    if not queries.may_try(stranger(Channel.FORM), site.desk):
        raise NotFound
    if request.method != "POST":
        return redirect(address(request, site, "widget_contact"))
    context = {"offers": _offered(request, site), "was_shown": True}
    return widget_page(request, site, "knowledge/_widget_offers.html", context)


@gate("public", sample="desk")
@require_safe
@inside
def sent(request: HttpRequest, site: Site) -> HttpResponse:
    """What happens with a request from an address that is not proven yet."""
    return widget_page(request, site, "knowledge/widget_sent.html")


def _send(request: HttpRequest, site: Site, form: StrangerForm) -> None:
    """As the portal's form does: a mark that is ours and not too young, so many an hour, and a letter to confirm."""
    said = form.cleaned_data
    stamp.check(said["stamp"], is_stranger=True)
    email = str(said["email"]).lower()
    limits.consume(request, "portal_form", key=email)
    wanted = Request(
        desk=site.desk,
        subject=said["subject"],
        text=said["body"],
        files=[],
        priority=form.priority,
        stamp=said["stamp"],
        **list_fields.chosen(form),
        parts=new_parts.given(request.POST, site.desk, new_parts.REQUESTER),
    )
    actions.open_unproven_request(request=wanted, email=email, name=said["name"])


def _is_held_back(request: HttpRequest, site: Site, offered: Offers) -> bool:
    """Whether the form is shown once more before it is sent, with what may help: not if that stood beside it while it
    was written. The question is noted, once, without a name."""
    note_asked(request, site, request.POST.get("subject", ""), language_of(request), len(offered.articles))
    return request.POST.get("shown") != "1" and bool(offered.articles or offered.known)


def _offered(request: HttpRequest, site: Site) -> Offers:
    """Articles that everybody may read and outages that everybody is told of, which may answer what was typed."""
    words = f"{request.POST.get('subject', '')} {request.POST.get('body', '')}"[:OFFER_WORDS]
    if not words.strip():
        return Offers()
    language, whoever, desks = language_of(request), stranger(Channel.FORM), [site.desk.pk]
    hits = find(whoever, words, language=language, desk_ids=desks, is_outward=True, limit=OFFERED)
    articles = [Offer(hit.translation, shown.parts(hit.translation.published)) for hit in hits]
    return Offers(articles, troubles(whoever, site.desk, words))


def _form(
    request: HttpRequest,
    site: Site,
    form: StrangerForm,
    *,
    status: int = 200,
    offers: Offers | None = None,
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "form": form,
        "offers": offers or Offers(),
        "is_held_back": offers is not None,
        "was_offered": offers is not None or request.POST.get("offered") == "1",
        "was_shown": request.POST.get("shown") == "1",
        "stamp": stamp.fresh(),
        "parts": new_parts.drawn(request, site.desk, new_parts.REQUESTER, posted=posted, wrong=wrong or {}),
    }
    return widget_page(request, site, "knowledge/widget_contact.html", context, status=status)
