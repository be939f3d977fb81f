"""Fields in the forms for new tickets, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.fields.actions import keep_new
from deskhand.modules.fields.inputs import part, posted_texts, typed_words
from deskhand.modules.fields.models import Template
from deskhand.modules.fields.queries import Asking, asking, defaults
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.models import Priority, Ticket
from deskhand.tickets.new_parts import AGENT, REQUESTER, Asked

SENT_LIMIT = 200
"""Most values of one field in what a program sends."""


@dataclass(frozen=True)
class Filled:
    """What stood in a form, by code, and whose form it was: staff who ask for help on the portal fill in that of
    requesters."""

    side: str
    texts: Mapping[str, list[str]]


class NewTicketPart:
    """See the slot ``new_ticket_part``."""

    code = MODULE

    def render(self, request: HttpRequest, desk: Desk, asked: Asked) -> str:
        """The fields; for agents a list of templates before them."""
        kind = "" if asked.side == AGENT else desk.form_kind
        known = asking(desk.pk, ticket_kind=kind, side=asked.side)
        if not known.fields:
            return ""
        template = _template(request, desk) if asked.side == AGENT and asked.posted is None else None
        if asked.posted is not None:
            texts = posted_texts(asked.posted, known)
        else:
            texts = defaults(known) | (dict(template.values) if template is not None else {})
        chosen = asked.posted.get("kind", "") if asked.posted is not None else template.kind if template else "incident"
        typed = typed_words(asked.posted, known) if asked.posted is not None else {}
        given = part(desk, known, texts, ticket_kind=kind or chosen, wrong=asked.wrong, typed=typed)
        context = {"part": given, "is_portal": asked.side == REQUESTER}
        return render_to_string("fields/_new.html", context, request=request)

    def initial(self, request: HttpRequest, desk: Desk) -> dict[str, Any]:
        """What the chosen template says."""
        template = _template(request, desk)
        if template is None:
            return {}
        return {
            "subject": template.subject,
            "body": template.body,
            "kind": template.kind,
            "priority": Priority(template.priority).word,
            "team": template.team_id,
            "tags": template.tags,
        }

    def read(self, posted: QueryDict, desk_id: int, side: str) -> Filled:
        """What was filled in."""
        return Filled(side, posted_texts(posted, asking(desk_id, side=side)))

    def take(self, actor: Actor, ticket: Ticket, given: Filled | Mapping[str, Any] | None) -> None:
        """Keep it. Fields that nobody was asked hold what they begin with."""
        everything = asking(ticket.desk_id, ticket_kind=ticket.kind)
        if given is None:
            keep_new(actor=actor, ticket=ticket, known=Asking([]), values={}, beside=everything, side=REQUESTER)
            return
        filled = given if isinstance(given, Filled) else _sent(actor, ticket, given)
        whole = asking(ticket.desk_id, side=filled.side)
        known = Asking([one for one in whole.fields if one.is_for(ticket.kind)], whole.options)
        elsewhere = {one.code for one in whole.fields} - {one.code for one in known.fields}
        values = defaults(known) | {code: texts for code, texts in filled.texts.items() if code not in elsewhere}
        try:
            keep_new(actor=actor, ticket=ticket, known=known, values=values, beside=everything, side=filled.side)
        except Invalid as refusal:
            wrong = {f"{MODULE}.{code}": words for code, words in refusal.fields.items()}
            labels = {one.code: one.label for one in known.fields}
            told = [f"{labels.get(code, code)}: {words}" for code, words in refusal.fields.items()]
            raise Invalid(" ".join(told) or str(refusal), wrong) from None


def _sent(actor: Actor, ticket: Ticket, given: Mapping[str, Any]) -> Filled:
    """What a program sends: whoever opens tickets for others fills in the agents' form."""
    side = AGENT if actor.may_on("tickets.create", ticket) else REQUESTER
    return Filled(side, {code: texts_in(code, value) for code, value in given.items()})


def templates_above(request: HttpRequest, desk: Desk) -> str:
    """Templates to begin with, above the agents' form."""
    rows = list(Template.objects.within(desk).in_use())
    if not rows:
        return ""
    context = {
        "templates": rows,
        "chosen": _template(request, desk),
        "requester": request.GET.get("requester", ""),
        "address": reverse("tickets:new", args=[desk.key]),
    }
    return render_to_string("fields/_templates.html", context, request=request)


def texts_in(code: str, value: Any) -> list[str]:
    """What a program sends for a field as texts: a text, a number, true or false, a list of texts, or null."""
    if isinstance(value, bool):
        return ["yes"] if value else []
    if isinstance(value, int | float):
        return [str(value)]
    if value is None or isinstance(value, str):
        return [value] if value else []
    is_list = isinstance(value, Sequence) and len(value) <= SENT_LIMIT and all(isinstance(one, str) for one in value)
    if not is_list:
        words = _("Send a text, a number, true or false, a list of texts, or null.")
        raise Invalid(words, {f"{MODULE}.{code[:60]}": words})
    return list(value)


def _template(request: HttpRequest, desk: Desk) -> Template | None:
    asked = request.GET.get("template", "")
    if not asked.isdecimal() or len(asked) > 15:
        return None
    found: Template | None = Template.objects.within(desk).in_use().filter(pk=int(asked)).first()
    return found
