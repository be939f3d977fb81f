"""Tasks on the page of their ticket. Each act is a form: with script the panel alone is renewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.forms import TaskForm
from deskhand.modules.tasks.models import Task
from deskhand.modules.tasks.shown import panel_of
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger
from deskhand.web.onward import safe_next
from deskhand.web.refusals import put_on


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, number: int) -> HttpResponse:
    """A new task: the line of the panel posts a title alone, the page everything."""
    actor = actor_of(request)
    ticket = access.ticket_for(actor, number)
    if request.method == "GET":
        if not actor.may_on("tasks.edit", ticket):
            return redirect(_page_of(ticket))
        return _form_page(request, ticket, TaskForm(desk=ticket.desk), None)
    actor.need_on("tasks.edit", ticket)
    form = TaskForm.posted(request.POST, desk=ticket.desk)
    if form.is_valid() and _taken(form, lambda: actions.add_task(actor=actor, ticket=ticket, new=form.new)):
        return _back(request, ticket, _("The task is added."))
    if is_htmx(request):
        return _refused(request, ticket, _first_error(form), request.POST.get("title", ""))
    return _form_page(request, ticket, form, None, status=422)


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """One task with everything that it says; who may not change it reads it."""
    actor = actor_of(request)
    ticket, task = _both(request, number, pk)
    if request.method == "GET":
        return _form_page(request, ticket, TaskForm.of(task), task)
    actor.need_on("tasks.edit", ticket)
    form = TaskForm.posted(request.POST, desk=ticket.desk, task=task)
    if form.is_valid() and _taken(form, lambda: actions.change_task(actor=actor, task=task, **form.changes)):
        messages.success(request, _("The task is saved."))
        return redirect(safe_next(request, _page_of(ticket)))
    return _form_page(request, ticket, form, task, status=422)


@gate("served_ticket", sample="ticket")
@require_POST
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Put the steps of a ``checklist`` on the ticket."""
    actor = actor_of(request)
    ticket = access.ticket_for(actor, number)
    actor.need_on("tasks.edit", ticket)
    asked = request.POST.get("checklist", "")
    try:
        if not (asked.isdecimal() and len(asked) < 16):
            raise Invalid(_("Choose a checklist."))
        checklist = access.checklist_for(actor, int(asked), desk_id=ticket.desk_id)
        added = actions.apply_checklist(actor=actor, ticket=ticket, checklist=checklist)
    except Invalid as refusal:
        if is_htmx(request):
            return _refused(request, ticket, str(refusal))
        messages.error(request, str(refusal))
        return redirect(_page_of(ticket))
    words = ngettext("%(num)s task is added.", "%(num)s tasks are added.", len(added)) % {"num": len(added)}
    return _back(request, ticket, words)


@gate("served_ticket", sample="ticket")
@require_POST
def finish(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Tick it off. In the panel the tick itself takes it back; on the list of tasks it is gone."""
    undo = "" if is_htmx(request) else "tasks:reopen"
    return _done(request, number, pk, actions.finish_task, _("The task is done."), undo)


@gate("served_ticket", sample="ticket")
@require_POST
def reopen(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take the tick off."""
    return _done(request, number, pk, actions.reopen_task, _("The task is to be done again."))


@gate("served_ticket", sample="ticket")
@require_POST
def drop(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take it away."""
    return _done(request, number, pk, actions.drop_task, _("The task is taken away."), "tasks:restore")


@gate("served_ticket", sample="ticket")
@require_POST
def restore(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Put it back."""
    return _done(request, number, pk, actions.restore_task, _("The task is back."))


@gate("served_ticket", sample="ticket")
@require_POST
def move(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Let it stand at the place ``to``, counted from 1."""
    to = request.POST.get("to", "")
    place = int(to) if to.isdecimal() and len(to) < 6 else 1

    def act(**given: Any) -> Task:
        return actions.move_task(to=place, **given)

    return _done(request, number, pk, act)


def _done(
    request: HttpRequest, number: int, pk: int, act: Callable[..., Task], words: str = "", undo: str = ""
) -> HttpResponse:
    ticket, task = _both(request, number, pk)
    try:
        act(actor=actor_of(request), task=task)
    except (Conflict, Invalid) as refusal:
        if is_htmx(request):
            return _refused(request, ticket, str(refusal))
        messages.error(request, str(refusal))
        return redirect(safe_next(request, _page_of(ticket)))
    return _back(request, ticket, words, reverse(undo, args=[number, pk]) if undo else "")


def _both(request: HttpRequest, number: int, pk: int) -> tuple[Ticket, Task]:
    actor = actor_of(request)
    ticket = access.ticket_for(actor, number)
    return ticket, access.task_for(actor, pk, number=ticket.number)


def _taken(form: TaskForm, act: Callable[[], object]) -> bool:
    """Whether the action took it; if not, the form says why."""
    try:
        act()
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _first_error(form: TaskForm) -> str:
    return next((str(words[0]) for words in form.errors.values()), "")


def _page_of(ticket: Ticket) -> str:
    return f"{reverse('tickets:ticket', args=[ticket.number])}#tasks"


def _back(request: HttpRequest, ticket: Ticket, words: str = "", undo: str = "") -> HttpResponse:
    """The panel anew, or the page that one came from."""
    if is_htmx(request) and "next" not in request.POST:
        answer = _panel(request, ticket)
        answer = toast(answer, words, undo_url=undo) if undo else answer
        return trigger(answer, "live:now")
    if words:
        messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(safe_next(request, _page_of(ticket)))


def _refused(request: HttpRequest, ticket: Ticket, words: str, typed: str = "") -> HttpResponse:
    return _panel(request, ticket, error=words, typed=typed, status=422)


def _panel(request: HttpRequest, ticket: Ticket, *, status: int = 200, **more: str) -> HttpResponse:
    panel = panel_of(ticket, may_edit=actor_of(request).may_on("tasks.edit", ticket))
    return render(request, "tasks/_panel.html", {"panel": panel, **more}, status=status)


def _form_page(
    request: HttpRequest, ticket: Ticket, form: TaskForm, task: Task | None, status: int = 200
) -> HttpResponse:
    frame = workspace(request, section="tickets", desk=desk_of(request, ticket.desk.key), with_views=False)
    back = safe_next(request, _page_of(ticket))
    zone = timezone.get_current_timezone_name()
    may_edit = actor_of(request).may_on("tasks.edit", ticket)
    given = {"ticket": ticket, "form": form, "task": task, "back": back, "zone": zone, "may_edit": may_edit}
    return render(request, "tasks/form.html", frame | given, status=status)
