"""Trying a message: what would become of it, and why. Nothing of it is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, TooLarge
from deskhand.mail.models import Mailbox
from deskhand.mail.rehearsal import LARGEST, Rehearsal, rehearse
from deskhand.ops.frame import page, the_desk
from deskhand.ops.mail_pages import way
from deskhand.ops.mail_pages.forms import TryForm
from deskhand.tickets.shown import with_remote_pictures
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def try_message(request: HttpRequest, desk: str) -> HttpResponse:
    """The form, and below it what came of the message."""
    here = the_desk(desk)
    box = Mailbox.objects.within(here).filter(is_active=True).order_by("name").first()
    if request.method != "POST":
        return _page(request, here, TryForm(desk=here, initial={"mailbox": box}))
    form = TryForm(request.POST, request.FILES, desk=here)
    found = _tried(form) if form.is_valid() else None
    return _page(request, here, form, found, status=200 if found else 422)


def _page(
    request: HttpRequest, desk: Desk, form: TryForm, found: Rehearsal | None = None, status: int = 200
) -> HttpResponse:
    text = found.text if found is not None else None
    given: dict[str, Any] = {
        "form": form,
        "found": found,
        "steps": _steps(found) if found else [],
        "shown_html": with_remote_pictures(text.html, False) if text else "",
        "quoted_html": with_remote_pictures(text.quoted_html, False) if text else "",
        "largest": LARGEST,
    }
    return page(request, "ops/mail/try.html", desk, status=status, **given)


def _tried(form: TryForm) -> Rehearsal | None:
    try:
        return rehearse(form.cleaned_data["mailbox"], form.raw())
    except (Invalid, TooLarge) as refusal:
        form.add_error("file" if form.cleaned_data.get("file") else "message", str(refusal))
        return None


def _steps(found: Rehearsal) -> list[way.Step]:
    steps = way.found_by_filters(found.verdicts)
    sent = tuple(f"{one.kind_word}: {one.to}" for one in found.following)
    if sent:
        steps.append(way.Step(_("Letters that would go out at once"), sent, icon="send"))
    return steps
