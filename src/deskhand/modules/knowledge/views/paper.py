"""An article as a PDF: behind the same gates as its page. It is asked for by a form: search engines ask for none."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, NotFound, TooMany
from deskhand.modules.knowledge import access, paper, shown
from deskhand.modules.knowledge.actions.write import open_version
from deskhand.modules.knowledge.paper import Sheet
from deskhand.modules.knowledge.views.frame import here, spoken
from deskhand.modules.knowledge.views.help_frame import for_readers, help_page, language_of, own_forms
from deskhand.portal.pages import actor_of
from deskhand.tickets.links import absolute
from deskhand.web import limits, links
from deskhand.web.gates import gate


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def for_reader(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """What readers of the help center read, in the language of the page that they came from."""
    found = access.outward_article_for(actor_of(request), pk)
    if found.desk_id != desk.pk:
        raise NotFound
    chosen, _others = shown.spoken(found, language_of(request))
    address = f"{shown.address(chosen, desk.key)}?language={chosen.language}"
    if request.method != "POST" or chosen.published is None:
        return redirect(links.carried(request, address))
    limits.consume(request, "article_paper")
    try:
        return _handed(Sheet(found, chosen, chosen.published, absolute(address)))
    except (Conflict, TooMany) as refused:
        given = {"words": str(refused), "back": address, "is_indexed": False}
        return help_page(request, desk, "knowledge/help_no_paper.html", given, status=refused.status)


@gate("desk:knowledge.read", sample="desk")
@require_POST
def for_staff(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """What the desk's own people read: what is published, or the open version (``draft``)."""
    one = here(request, desk, pk)
    row = spoken(one, language)
    draft = open_version(row)
    version = draft if draft and ("draft" in request.POST or not row.published) else row.published or draft
    address = f"{reverse('knowledge:article', args=[desk, pk])}?language={language}"
    if version is None:
        raise NotFound
    limits.consume(request, "article_paper")
    try:
        return _handed(Sheet(one, row, version, absolute(address), is_draft=version == draft))
    except (Conflict, TooMany) as refused:
        messages.error(request, str(refused))
        return redirect(address)


def _handed(sheet: Sheet) -> HttpResponse:
    answer = HttpResponse(paper.pdf(sheet), content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote(paper.filename(sheet))
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
