"""What agents are told of approvals: of what they asked for, and of what they decide themselves. Whoever decides gets
the letter with their own link besides (:mod:`deskhand.modules.approvals.letters`), so the bell writes them none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.modules.approvals.history import ended_words, overdue_words, voided_words
from deskhand.modules.approvals.models import Approval
from deskhand.modules.approvals.querysets import MODULE
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import veiled
from deskhand.tickets.telling_lines import write_lines

WANTED, REMINDED, NOT_NEEDED = "approval_wanted", "approval_reminded", "approval_not_needed"
DECIDED, ENDED, OVERDUE, VOIDED = "approval_decided", "approval_ended", "approval_overdue", "approval_voided"

FOR_DECIDERS = (WANTED, REMINDED)
"""Kinds that lead to the page on which one decides."""

Fact = tuple[str, Mapping[str, Any]]


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told of approvals, for tickets that the reader may still see. Three queries, however many there are."""
    facts: dict[int, Fact] = {
        pk: (code, values)
        for pk, code, values in Event.objects.filter(pk__in={row.event_id for row in rows}).values_list(
            "pk", "code", "values"
        )
    }
    wanted = {values.get("approval") for _code, values in facts.values()}
    served = Approval.objects.served_by(actor).filter(pk__in=wanted).select_related("ticket", "asked_by")
    approvals = {one.pk: one for one in served}
    names = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    found = {}
    for row in rows:
        fact = facts.get(row.event_id, ("", {}))
        approval = approvals.get(fact[1].get("approval"))
        if approval is not None:
            found[row.pk] = _line(row, fact, approval, names.get(row.actor_id or 0, "Deskhand"))
    return found


def _line(row: Notification, fact: Fact, approval: Approval, who: str) -> Line:
    ticket = approval.ticket
    asker = approval.asked_by.name if approval.asked_by else "Deskhand"
    words = _words(row.kind, fact, who, asker)
    url = f"{reverse('tickets:ticket', args=[ticket.number])}#approvals"
    if row.kind in FOR_DECIDERS:
        url = _where(row.person_id, fact[1])
    return veiled.line(ticket, Line(words, ticket.subject, url, "circle-check", mark=f"#{ticket.number}"))


def _where(person_id: int, values: Mapping[str, Any]) -> str:
    """The page of their own ask; of who stands in for somebody, the list."""
    people, asks = values.get("people", ()), values.get("asks", ())
    mine = dict(zip(people, asks, strict=False)).get(person_id) if len(people) == len(asks) else None
    return reverse("approvals:ask", args=[mine]) if mine else reverse("approvals:list")


def _words(kind: str, fact: Fact, who: str, asker: str) -> str:
    code, values = fact
    if kind == WANTED:
        return _("%(who)s asks for your approval") % {"who": asker}
    if kind == REMINDED:
        return _("Your approval is still needed")
    if kind == NOT_NEEDED:
        return _("Your approval is not needed any more")
    if kind == ENDED:
        return ended_words(who, values)
    if kind == OVERDUE:
        return overdue_words(values)
    if kind == VOIDED:
        return voided_words()
    if code == "ticket.approval_given":
        return _("%(who)s approved; others still decide") % {"who": who}
    return _("%(who)s declined; others still decide") % {"who": who}


def _known(code: str, title: Promise, detail: Promise, *, has_letter: bool = True) -> None:
    letter = write_lines if has_letter else None
    register(Kind(code, title, detail, lines, mail=has_letter, digest=has_letter, module=MODULE, write=letter))


_known(
    WANTED,
    gettext_lazy("My approval is wanted"),
    gettext_lazy("At the bell; the letter with the link to decide comes in any case."),
    has_letter=False,
)
_known(
    REMINDED,
    gettext_lazy("My approval is still wanted"),
    gettext_lazy("At the bell; the reminder by mail comes in any case."),
    has_letter=False,
)
_known(
    NOT_NEEDED,
    gettext_lazy("My approval is not needed any more"),
    gettext_lazy("Others decided, or whoever asked withdrew it."),
)
_known(
    DECIDED,
    gettext_lazy("A decision on what I asked for"),
    gettext_lazy("Somebody approved or declined, and others still decide."),
)
_known(
    ENDED,
    gettext_lazy("What I asked for is approved or declined"),
    gettext_lazy("The approval has ended."),
)
_known(
    OVERDUE,
    gettext_lazy("Nobody approved in time"),
    gettext_lazy("The deadline of something that I asked for has passed."),
)
_known(
    VOIDED,
    gettext_lazy("Approved before it was edited"),
    gettext_lazy("What I asked for has changed, so it is asked anew."),
)
