"""Sets of questions that forms share: made here or of a form, written in a draft, taken up by forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.actions import designing, sets
from deskhand.modules.catalog.asking import editing, read_form
from deskhand.modules.catalog.asking.differences import differences
from deskhand.modules.catalog.asking.form import SIMPLE, Form
from deskhand.modules.catalog.asking.rule_words import KIND_WORDS
from deskhand.modules.catalog.models import Item, QuestionSet, QuestionSetVersion
from deskhand.modules.catalog.views import board as boards
from deskhand.modules.catalog.views.board import set_board, the_item, the_set
from deskhand.modules.catalog.views.designer import drawn_steps
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

SHOWN = 20
"""Versions of a set that its page shows, the newest first."""

AT_ONCE = 50
"""Sets on one page of their list."""


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The sets of a desk, those put away with ``away``; a POST makes one."""
    here, refusal = the_desk(desk), ""
    if request.method == "POST":
        title, is_table = request.POST.get("title", ""), request.POST.get("as") == "table"
        try:
            made = sets.make_set(actor=actor_of(request), desk=here, title=title, is_table=is_table)
        except Invalid as wrong:
            refusal = str(wrong)
        else:
            return redirect("catalog:question_set", desk, made.pk)
    return _listed(request, here, refusal)


def _listed(request: HttpRequest, here: Desk, refusal: str) -> HttpResponse:
    is_away = request.GET.get("away") == "1"
    own = QuestionSet.objects.within(here)
    rows = own.filter(put_away_at__isnull=not is_away).numbered()
    return settings_page(
        request,
        "catalog/designer_sets.html",
        here,
        status=422 if refusal else 200,
        rows=Paginator(rows.order_by("title", "pk"), AT_ONCE).get_page(request.GET.get("page")),
        away=own.exclude(put_away_at=None).count(),
        is_away=is_away,
        typed=request.POST.get("title", ""),
        error=refusal,
    )


@gate("desk:catalog.design", sample="desk")
@require_POST
def keep(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Keep the questions of a step (``step``) as a set, or give a set that the form has (``set``) a new version."""
    here = the_desk(desk)
    item = the_item(here, pk)
    try:
        kept = _kept(request, here, item)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("catalog:design", desk, pk)
    messages.success(request, _("The set is saved."))
    return redirect("catalog:question_set", desk, kept.pk)


def _kept(request: HttpRequest, desk: Desk, item: Item) -> QuestionSet:
    draft, actor = designing.draft_of(item), actor_of(request)
    if code := request.POST.get("set", ""):
        row = get_object_or_404(QuestionSet.objects.within(desk), code=code)
        asked = editing.of_set(draft, code)
        return sets.save_set(actor=actor, desk=desk, code=code, title=row.title, questions=asked, is_table=row.is_table)
    at, steps = boards.number(request.POST), draft.get("steps", [])
    own = [one for one in (steps[at].get("questions", []) if 0 <= at < len(steps) else []) if not one.get("of_set")]
    title, is_table = request.POST.get("title", "").strip(), request.POST.get("as") == "table"
    code = sets.fresh_code(desk, title)
    return sets.save_set(actor=actor, desk=desk, code=code, title=title, questions=own, is_table=is_table)


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def question_set(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What a set asks next, which forms have it, what it asked; a POST gives forms that are ticked the newest."""
    here = the_desk(desk)
    found = the_set(here, pk)
    if request.method != "POST":
        return _shown(request, found)
    wanted = request.POST.getlist("item")
    chosen = [one.item for one in sets.users_of(found) if one.is_old and str(one.item.pk) in wanted]
    try:
        done = sets.take_up(actor=actor_of(request), question_set=found, items=chosen)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _taken_up(len(done), len(chosen) - len(done)))
    return redirect("catalog:question_set", desk, pk)


def _taken_up(done: int, drafts: int) -> str:
    said = ngettext("%(num)s form has a new version.", "%(num)s forms have a new version.", done) % {"num": done}
    also = ngettext("%(num)s draft was changed.", "%(num)s drafts were changed.", drafts) % {"num": drafts}
    return f"{said} {also}" if drafts else said


def _shown(request: HttpRequest, found: QuestionSet) -> HttpResponse:
    board = set_board(found.desk.key, found.pk)
    versions = QuestionSetVersion.objects.within(found.desk_id).filter(question_set=found)
    rows = list(versions.select_related("made_by").order_by("-number")[: SHOWN + 1])
    forms = [read_form(sets.as_form(one.questions)) for one in rows]
    told = [(row, differences(old, new)) for row, new, old in zip(rows, forms, [*forms, Form()][1:], strict=True)]
    kinds = [(one, words) for one, words in KIND_WORDS.items() if not found.is_table or one in SIMPLE]
    return settings_page(
        request,
        "catalog/designer_set.html",
        found.desk,
        found=found,
        board=board,
        questions=drawn_steps(board)[0][2],
        kinds=[(one.value, str(words)) for one, words in kinds],
        version=rows[0] if rows else None,
        rows=told[:SHOWN],
        draft_says=differences(forms[0] if forms else Form(), read_form(board.draft)) if found.draft else [],
        users=sets.users_of(found),
    )


@gate("desk:catalog.design", sample="desk")
@require_POST
def change(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One change of what a set shall ask next (``verb``)."""
    return boards.changed(request, set_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put back the question that was deleted last."""
    return boards.restored(request, set_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def order(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The questions of a set as they were dragged."""
    return boards.ordered(request, set_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def turn(request: HttpRequest, desk: str, pk: int, verb: str) -> HttpResponse:
    """Publish, throw the draft away, put away, bring back or rename (``title``)."""
    found, actor = the_set(the_desk(desk), pk), actor_of(request)
    try:
        if verb == "name":
            sets.name_set(actor=actor, question_set=found, title=request.POST.get("title", ""))
        else:
            _TURNS[verb][0](actor=actor, question_set=found)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_TURNS[verb][1]) if verb in _TURNS else _("The set is saved."))
    return redirect("catalog:question_set", desk, pk)


_TURNS: dict[str, tuple[Callable[..., QuestionSet], Any]] = {
    "publish": (sets.publish_set, gettext_lazy("The set has a new version.")),
    "drop-draft": (sets.drop_set_draft, gettext_lazy("The draft is gone.")),
    "put-away": (sets.put_away_set, gettext_lazy("The set is offered no more. Forms keep what they have of it.")),
    "bring-back": (sets.bring_back_set, gettext_lazy("The set is offered again.")),
}
"""What the buttons of a set's page do, and what is said then."""
