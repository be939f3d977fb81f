"""The guide of a new desk: its mailbox, its teams, its people, its look. Each page can be skipped and found again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.actions import invite
from deskhand.accounts.actions.invitations import Sent
from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.mail import checking
from deskhand.mail.actions import save_mailbox
from deskhand.mail.models import Mailbox
from deskhand.ops import first_steps
from deskhand.ops.actions import furnish, show_first_steps
from deskhand.ops.forms.first_run import MailboxForm, PeopleForm, TeamsForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate
from deskhand.web.htmx import page_or_fragment

FIRST = ("mailbox", "people", "done")
"""The pages that follow the first run."""

FURTHER = ("mailbox", "teams", "people", "look", "done")
"""The pages of every other desk."""


@gate("desk:mail.settings", sample="desk", fresh=True)
@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, desk: str) -> HttpResponse:
    """Connect the desk's mailbox. ``act=check`` asks the servers and makes nothing."""
    here = the_desk(desk)
    posted = request.POST if request.method == "POST" else None
    form = MailboxForm(posted)
    given: dict[str, Any] = {"mail": form, "findings": [], "is_check": False}
    given["boxes"] = list(Mailbox.objects.within(here).filter(is_active=True))
    if posted is None:
        return answer(request, "mailbox", here, **given)
    if posted.get("act") == "check":
        given |= {"findings": _findings(form), "is_check": True}
        return page_or_fragment(
            request, "ops/guide_mailbox.html", "ops/_mail_check.html", _context("mailbox", here, **given)
        )
    details = form.mailbox if form.is_valid() else None
    if details is None and form.is_valid():
        form.add_error("address", _("Write the address of the mailbox, or skip this step."))
    if details is not None and done(
        form, lambda **_w: save_mailbox(actor=actor_of(request), desk=here, details=details)
    ):
        return redirect(_next("mailbox", here))
    return answer(request, "mailbox", here, status=422, **given)


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest, desk: str) -> HttpResponse:
    """What the desk begins with: statuses as on another one, teams."""
    here, actor = the_desk(desk), actor_of(request)
    others = list(Desk.objects.filter(pk__in=actor.desks_with("tickets.statuses")).exclude(pk=here.pk))
    form = TeamsForm(request.POST if request.method == "POST" else None, desks=others)
    if request.method != "POST":
        return answer(request, "teams", here, form=form)

    def make(*, statuses_from: str, teams: str) -> None:
        source = next((one for one in others if one.key == statuses_from), None)
        furnish(actor=actor, desk=here, statuses_from=source, teams=teams.splitlines())

    if done(form, make):
        return redirect(_next("teams", here))
    return answer(request, "teams", here, status=422, form=form)


@gate("desk:desks.roles", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, desk: str) -> HttpResponse:
    """Call colleagues in by their addresses."""
    here = the_desk(desk)
    form = PeopleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return answer(request, "people", here, form=form)
    sent: list[Sent] = []
    if not done(form, lambda **wanted: sent.append(_invited(request, here, **wanted))):
        return answer(request, "people", here, status=422, form=form)
    words = _told(sent[0])
    if sent[0].refused:
        messages.success(request, words)
        again = PeopleForm(initial={**form.cleaned_data, "people": "\n".join(entry for entry, _why in sent[0].refused)})
        return answer(request, "people", here, form=again, refused=sent[0].refused)
    return after(request, words, _name_after("people", here), desk)


def _invited(request: HttpRequest, desk: Desk, *, people: str, role: str) -> Sent:
    try:
        return invite(actor=actor_of(request), desk=desk, role=role, typed=people)
    except Invalid as refusal:  # The action speaks of what was typed, the form of people.
        raise Invalid(str(refusal), {"people": next(iter(refusal.fields.values()), str(refusal))}) from refusal


@gate("desk:desks.edit", sample="desk")
@require_safe
def finished(request: HttpRequest, desk: str) -> HttpResponse:
    """What is there now, and what can follow."""
    here = the_desk(desk)
    steps = first_steps.first_steps(actor_of(request), here)
    return answer(request, "done", here, waiting=[one for one in steps if not one.is_done])


@gate("desk:desks.edit", sample="desk")
@require_safe
def overview(request: HttpRequest, desk: str) -> HttpResponse:
    """The list of first steps among the settings, also when it was put away."""
    here = the_desk(desk)
    given: dict[str, Any] = {
        "first": first_steps.first_steps(actor_of(request), here),
        "is_put_away": first_steps.is_put_away(here),
    }
    return page(request, "ops/first_steps.html", here, **given)


@gate("desk:desks.edit", sample="desk")
@require_POST
def show(request: HttpRequest, desk: str) -> HttpResponse:
    """Put the list of first steps away (``shown`` empty), or take it out again."""
    here, shown = the_desk(desk), bool(request.POST.get("shown"))
    show_first_steps(actor=actor_of(request), desk=here, shown=shown)
    if shown:
        return after(request, _("The first steps are on the overview again."), "ops:first_steps", desk)
    return after(
        request, _("Put away. You find the list under Settings, General, First steps."), "tickets:overview", desk
    )


def _findings(form: MailboxForm) -> list[tuple[str, checking.Finding]]:
    """What the servers say; nothing is made."""
    if form.is_valid() and form.is_left_out:
        form.add_error("address", _("Write an address and its servers; then they can be tried."))
    if not form.is_valid():
        return []
    return checking.check_both(form.account, form.server, sender=form.cleaned_data["address"])


def _told(sent: Sent) -> str:
    count = len(sent.invitations)
    return ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count) % {"n": count}


def _steps(desk: Desk) -> tuple[str, ...]:
    return FURTHER if Desk.objects.exclude(pk=desk.pk).exists() else FIRST


def _name_after(step: str, desk: Desk) -> str:
    steps = _steps(desk)
    return f"ops:begin_{steps[steps.index(step) + 1] if step in steps else 'done'}"


def _next(step: str, desk: Desk) -> str:
    return reverse(_name_after(step, desk), args=[desk.key])


def _before(step: str, desk: Desk) -> str:
    steps = _steps(desk)
    at = steps.index(step) if step in steps else 0
    return reverse(f"ops:begin_{steps[at - 1]}", args=[desk.key]) if at else ""


def _context(step: str, desk: Desk, **given: Any) -> dict[str, Any]:
    labels = {
        "mailbox": _("Mailbox"),
        "teams": _("Teams"),
        "people": _("People"),
        "look": _("Look"),
        "done": _("Done"),
    }
    steps = _steps(desk)
    at = steps.index(step) if step in steps else 0
    shown = [{"label": labels[one], "is_done": i < at, "is_current": i == at} for i, one in enumerate(steps)]
    if steps is FIRST:
        shown = [{"label": _("You"), "is_done": True}, {"label": _("Desk"), "is_done": True}, *shown]
    more = {"back": _before(step, desk), "onward": _next(step, desk) if step != "done" else ""}
    return {"desk": desk, "steps": shown, **more, **given}


def answer(request: HttpRequest, step: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page of the guide."""
    return render(request, f"ops/guide_{step}.html", _context(step, desk, **given), status=status)
