"""Deciding several at once: chosen in the list, read once more, and confirmed. Each is decided by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError
from deskhand.modules.approvals import access, actions, listing
from deskhand.modules.approvals.models import Ask
from deskhand.modules.approvals.views.verbs import APPROVE, DECLINE
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate

BULK_LIMIT = 50
"""Most approvals that are decided at once."""


@dataclass(frozen=True)
class Picked:
    """One of those chosen, with the digest of what the list was made of."""

    ask: Ask
    digest: str

    @property
    def value(self) -> str:
        """As the form carries it."""
        return f"{self.ask.pk}-{self.digest}"


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """The page that asks once more, then the deed."""
    actor, verb = actor_of(request), request.POST.get("verb", "")
    picked = _picked(actor, request.POST)
    if request.method != "POST" or verb not in (APPROVE, DECLINE) or not picked:
        if request.method == "POST":
            messages.error(request, _("Choose at least one that still waits."))
        return redirect("approvals:list")
    if "confirmed" in request.POST:
        _carry_out(request, actor, picked, approves=verb == APPROVE)
        return redirect("approvals:list")
    given = {"picked": picked, "verb": verb, "approves": verb == APPROVE, "actor": actor}
    return page(request, "approvals/several.html", given, current="approvals")


def _picked(actor: Actor, posted: QueryDict) -> list[Picked]:
    """Those that were chosen, in the order of the list, as far as they wait for the actor."""
    digests: dict[int, str] = {}
    for value in posted.getlist("ask")[:BULK_LIMIT]:
        pk, _dash, digest = value.partition("-")
        if pk.isascii() and pk.isdecimal() and len(pk) < 18:
            digests[int(pk)] = digest
    rows = listing.mine(actor).filter(pk__in=digests).select_related(*access.ASK_PARTS)
    return [Picked(row, digests[row.pk]) for row in listing.listed(rows, actor, listing.WAITING)]


def _carry_out(request: HttpRequest, actor: Actor, picked: list[Picked], *, approves: bool) -> None:
    remark, count = request.POST.get("remark", ""), 0
    for one in picked:
        try:
            actions.decide(actor=actor, ask=one.ask, approves=approves, digest=one.digest, remark=remark)
        except DeskhandError as refusal:
            said = {"subject": one.ask.content.body["subject"], "why": refusal}
            messages.error(request, _("Not decided: “%(subject)s”. %(why)s") % said)
        else:
            count += 1
    if count:
        messages.success(request, _done(count, approves=approves))


def _done(count: int, *, approves: bool) -> str:
    if approves:
        return ngettext("You approved %(n)s request.", "You approved %(n)s requests.", count) % {"n": count}
    return ngettext("You declined %(n)s request.", "You declined %(n)s requests.", count) % {"n": count}
