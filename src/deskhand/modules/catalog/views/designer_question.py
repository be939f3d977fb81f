"""One question of a form: the page on which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Team
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import designer_posted, designer_rules
from deskhand.modules.catalog.asking import editing, read_form
from deskhand.modules.catalog.asking.form import NEVER_FIXED, SILENT, SIMPLE, Kind, Refers
from deskhand.modules.catalog.asking.rule_reading import RULES
from deskhand.modules.catalog.asking.rule_words import KIND_WORDS, PREFILL_WORDS
from deskhand.modules.catalog.views.board import Board, form_board, set_board
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page
from deskhand.web.gates import gate

REFERS_WORDS = {
    Refers.PERSON: gettext_lazy("Person"),
    Refers.ORGANIZATION: gettext_lazy("Organization"),
    Refers.TEAM: gettext_lazy("Team"),
    Refers.LOCATION: gettext_lazy("Location"),
    Refers.SERVICE: gettext_lazy("Service"),
}

"""What references ask for, in words."""

_USUAL: dict[str, Any] = {
    **dict.fromkeys(("code", "label", "help", "currency", "least", "most", "pattern", "pattern_words"), ""),
    **dict.fromkeys(("among", "team", "min_length", "max_length", "min_rows", "max_rows"), ""),
    "kind": "text",
    "refers": "person",
    "options": None,
    "required": False,
    "readonly": False,
    "is_material": True,
}
"""What a page shows of a question that does not say it."""


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One question of a form (``code``), or a new one of a ``kind`` in a ``step``."""
    return _written(request, form_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "POST"])
def of_set(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One question of a set."""
    return _written(request, set_board(desk, pk))


def _written(request: HttpRequest, board: Board) -> HttpResponse:
    draft = board.draft
    before, step = _asked_for(request, board)
    if request.method != "POST":
        return _page(request, board, before)
    wanted = designer_posted.question(request.POST, before)
    wanted["code"] = before.get("code") or editing.fresh_code(draft, wanted["label"] or str(before["kind"]))
    change = editing.replace(before["code"], wanted) if before.get("code") else editing.add(wanted, step)
    try:
        board.write(actor_of(request), change)
    except Invalid as refusal:
        return _page(request, board, wanted | {"code": before.get("code", "")}, refusal)
    messages.success(request, _("The question is saved in the draft."))
    return redirect(f"{board.page}#question-{wanted['code']}")


def _asked_for(request: HttpRequest, board: Board) -> tuple[dict[str, Any], int]:
    """The question as it is, or the beginning of one; and the step that a new one goes to."""
    code, kind = request.GET.get("code", ""), request.GET.get("kind", _USUAL["kind"])
    if code:
        step, at = editing.found(board.draft, code)
        return dict(board.draft["steps"][step]["questions"][at]), step
    if kind not in (SIMPLE if board.is_columns else set(Kind)):
        raise NotFound
    step_at = request.GET.get("step", "0")
    usual: dict[str, Any] = {"kind": kind, "label": request.GET.get("label", "")}
    return usual, int(step_at) if step_at.isascii() and step_at.isdecimal() and len(step_at) < 4 else 0


def _page(request: HttpRequest, board: Board, now: dict[str, Any], refusal: Invalid | None = None) -> HttpResponse:
    form, kind = read_form(board.draft), Kind(now["kind"])
    default = now.get("default")
    return settings_page(
        request,
        "catalog/designer_question.html",
        board.desk,
        status=422 if refusal else 200,
        board=board,
        now=_USUAL | now,
        kind=kind.value,
        kind_words=KIND_WORDS[kind],
        is_silent=kind in SILENT,
        may_be_fixed=kind not in NEVER_FIXED and not board.is_columns,
        options=designer_posted.as_lines(now.get("options")),
        columns=[_USUAL | one for one in (*now.get("columns", []), *[{}] * designer_posted.COLUMN_ROWS)],
        column_kinds=[(one.value, str(words)) for one, words in KIND_WORDS.items() if one in SIMPLE],
        as_lines=designer_posted.as_lines,
        default=", ".join(default) if isinstance(default, list) else "",
        default_person=default.get("person", "") if isinstance(default, Mapping) else "",
        facts=[(fact, str(words)) for fact, words in PREFILL_WORDS.items()],
        refers=[(one.value, str(words)) for one, words in REFERS_WORDS.items()],
        teams=[(str(one.pk), one.name) for one in Team.objects.within(board.desk).active()],
        rules=[] if board.is_columns else [designer_rules.picked(form, name, now.get(name)) for name in RULES],
        askable=designer_rules.askable(form, now.get("code", "")),
        ops=designer_rules.OPS,
        joins=[(code, str(words)) for code, words in designer_rules.JOINS.items()],
        blank=designer_rules.Group("NEW", "all", [designer_rules.Row("NEW.0")]),
        refusal=refusal,
    )
