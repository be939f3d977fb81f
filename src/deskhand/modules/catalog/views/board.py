"""What the designer's pages write on: the form of an item, or a set of questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.actions import designing, sets
from deskhand.modules.catalog.asking import editing
from deskhand.modules.catalog.models import Item, QuestionSet
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import the_desk


@dataclass(frozen=True, kw_only=True)
class Board:
    """``page`` is the address of its list of questions; those of its verbs begin so. ``write`` changes its draft.
    ``is_columns``: its questions are the columns of a table."""

    desk: Desk
    title: str
    draft: editing.Draft
    page: str
    write: Callable[[Actor, editing.Change], object]
    is_columns: bool = False

    @property
    def can_restore(self) -> bool:
        """Whether a deleted question can be put back."""
        return bool(self.draft.get("gone"))


def the_item(desk: Desk, pk: int) -> Item:
    """An item of the desk; 404 without."""
    found: Item = get_object_or_404(Item.objects.within(desk).select_related("desk", "published"), pk=pk)
    return found


def the_set(desk: Desk, pk: int) -> QuestionSet:
    """A set of the desk; 404 without."""
    found: QuestionSet = get_object_or_404(QuestionSet.objects.within(desk).select_related("desk"), pk=pk)
    return found


def form_board(desk: str, pk: int) -> Board:
    """The form of an item."""
    item = the_item(the_desk(desk), pk)
    return Board(
        desk=item.desk,
        title=item.title,
        draft=designing.draft_of(item),
        page=reverse("catalog:design", args=[desk, pk]),
        write=lambda actor, change: designing.change_form(actor=actor, item=item, change=change),
    )


def set_board(desk: str, pk: int) -> Board:
    """A set of questions."""
    found = the_set(the_desk(desk), pk)
    return Board(
        desk=found.desk,
        title=found.title,
        draft=sets.set_draft_of(found),
        page=reverse("catalog:question_set", args=[desk, pk]),
        write=lambda actor, change: sets.change_set(actor=actor, question_set=found, change=change),
        is_columns=found.is_table,
    )


def _by_code(make: Callable[[str], editing.Change]) -> Callable[[QueryDict], editing.Change]:
    return lambda posted: make(posted.get("code", ""))


def number(posted: QueryDict, name: str = "step") -> int:
    """A place that a page posts; -1 for what is none."""
    text = posted.get(name, "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else -1


VERBS: dict[str, Callable[[QueryDict], editing.Change]] = {
    "up": _by_code(lambda code: editing.move(code, up=True)),
    "down": _by_code(lambda code: editing.move(code, up=False)),
    "duplicate": _by_code(editing.duplicate),
    "remove": _by_code(editing.remove),
    "restore": lambda posted: editing.restore,
    "add_step": lambda posted: editing.add_step(posted.get("title", "")),
    "name_step": lambda posted: editing.name_step(number(posted), posted.get("title", "")),
    "remove_step": lambda posted: editing.remove_step(number(posted)),
}
"""What a button of the page does, by its value."""


def changed(request: HttpRequest, board: Board) -> HttpResponse:
    """One change of the draft (``verb``). A deleted question can be put back."""
    verb = request.POST.get("verb", "")
    if verb not in VERBS or (verb.endswith("_step") and board.is_columns):
        return redirect(board.page)
    try:
        board.write(actor_of(request), VERBS[verb](request.POST))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect(board.page)
    if verb == "remove":
        messages.success(request, _("The question is deleted."), extra_tags=f"undo:{board.page}restore/")
    code = request.POST.get("code", "")
    return redirect(f"{board.page}#question-{code}" if code and verb != "remove" else board.page)


def restored(request: HttpRequest, board: Board) -> HttpResponse:
    """Put back the question that was deleted last."""
    try:
        board.write(actor_of(request), editing.restore)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect(board.page)


def ordered(request: HttpRequest, board: Board) -> HttpResponse:
    """The questions of a step (``level``) as they were dragged (``order``)."""
    board.write(actor_of(request), editing.order(number(request.POST, "level"), request.POST.getlist("order")))
    return HttpResponse(status=204)
