"""The designer of request forms: the page of a form, and what its buttons do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.actions import sets
from deskhand.modules.catalog.asking import editing, read_form
from deskhand.modules.catalog.asking.rule_words import KIND_WORDS, about
from deskhand.modules.catalog.views.board import Board, changed, form_board, number, ordered, restored, the_item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:catalog.design", sample="desk")
@require_safe
def design(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The form that is being written: its steps and questions with their rules in words."""
    here = the_desk(desk)
    item = the_item(here, pk)
    board = form_board(desk, pk)
    steps = drawn_steps(board)
    offered = list(sets.offered_on(here))
    return settings_page(
        request,
        "catalog/designer.html",
        here,
        item=item,
        board=board,
        steps=steps,
        kinds=[(kind.value, str(words)) for kind, words in KIND_WORDS.items()],
        sets=offered,
        own_sets=[(one.code, one.title) for one in offered if editing.of_set(board.draft, one.code)],
    )


def drawn_steps(board: Board) -> list[tuple[int, str, list[Any]]]:
    """Each step with its questions, their kinds and their rules in words."""
    form = read_form(board.draft)
    steps = [
        (at, step.title, [(one, KIND_WORDS[one.kind], about(form, one)) for one in step.questions])
        for at, step in enumerate(form.steps)
    ]
    return steps or [(0, "", [])]


@gate("desk:catalog.design", sample="desk")
@require_POST
def change(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One change of the draft (``verb``)."""
    return changed(request, form_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put back the question that was deleted last."""
    return restored(request, form_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def order(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The questions of a step as they were dragged."""
    return ordered(request, form_board(desk, pk))


@gate("desk:catalog.design", sample="desk")
@require_POST
def insert(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The questions of a set at the end of a step."""
    here = the_desk(desk)
    code = request.POST.get("set", "")
    found = get_object_or_404(sets.offered_on(here), code=code)
    try:
        sets.insert_set(actor=actor_of(request), item=the_item(here, pk), question_set=found, step=number(request.POST))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect("catalog:design", desk, pk)
