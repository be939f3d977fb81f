"""What people are shown of an approval: what is to be decided, who decides and why, and what they saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.modules.approvals.absences import standing_in, substitute_of
from deskhand.modules.approvals.content import MESSAGE_SHOWN
from deskhand.modules.approvals.models import Approval, Ask, AskState, Stage, StageState
from deskhand.modules.approvals.whom import WHY_WORDS
from deskhand.tickets.file_links import file_url
from deskhand.tickets.models import Kind, MessageKind, Service, Ticket

FILES_SHOWN = 20
"""Files of a request that whoever decides is shown."""

COST = "cost"
"""The code of the answer that says what it costs."""

LINES_LIMIT = 40
"""Most people of a stage who are listed; the rest is counted."""


@dataclass(frozen=True)
class Line:
    """One person of a stage: name, why they were asked, how it stands, when and how they decided."""

    ask: Ask
    who: str
    why: str
    state: str
    label: str
    stands_in: str = ""

    @property
    def detail(self) -> str:
        """Why they, and who decided in their place."""
        return self.why


@dataclass(frozen=True)
class StageShown:
    """A stage with its people."""

    row: Stage
    label: str
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def state(self) -> str:
        """Its code."""
        return self.row.state


def facts_of(body: Mapping[str, Any], *, asker: int | None = None) -> list[tuple[str, str]]:
    """What it costs, for whom it is, each answer, and who wants it unless that is who asks, in words. Two queries."""
    ids = [body.get("requester"), body.get("affected")]
    names = dict(Person.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "name"))
    answers = sorted(body.get("answers", ()), key=lambda one: one["code"] != COST)
    found = [(one["label"], one["shown"]) for one in answers if one["code"] == COST]
    if body.get("requester") != asker:
        found.append((_("Requester"), names.get(body.get("requester") or 0, "")))
    if body.get("affected") != body.get("requester"):
        found.append((_("For"), names.get(body.get("affected") or 0, "")))
    found += [(one["label"], one["shown"]) for one in answers if one["code"] != COST]
    if body.get("service"):
        service = Service.objects.beyond_walls("what was approved names it").filter(pk=body["service"]).first()
        found.append((_("Service"), service.name if service else ""))
    if body.get("kind") and not answers:
        found.append((_("Kind"), str(dict(Kind.choices).get(body["kind"], body["kind"]))))
    return [(label, value) for label, value in found if value]


def message_of(body: Mapping[str, Any]) -> str:
    """The first message, not longer than one reads on a phone. What an order wrote into it of its answers stands among
    the facts, and a hidden answer nowhere."""
    if not body.get("answers"):
        return str(body.get("message", ""))[:MESSAGE_SHOWN]
    repeated = {_plain(str(body.get("subject", "")))}
    for one in body["answers"]:
        for told in (f"{one['label']}: {one['shown']}", f"{one['label']} {one['shown']}", one["shown"]):
            repeated |= {_plain(line) for line in told.splitlines()}
    lines = str(body.get("message", "")).splitlines()
    kept = [one for one in lines if not _HIDDEN.search(one) and (not one.strip() or _plain(one) not in repeated)]
    return "\n".join(kept).strip()[:MESSAGE_SHOWN]


_COUNT = re.compile(r"^\d+ × ")
_HIDDEN = re.compile(r"•{3,}\s*$")


def _plain(line: str) -> str:
    """Without the number of pieces before it."""
    return _COUNT.sub("", line.strip())


def files_of(ticket: Ticket) -> list[dict[str, Any]]:
    """Files of the first message, each by a signed address that opens this file alone: whoever decides need not be on
    the requester's side, so it is the requester's. Two queries."""
    first = ticket.messages.filter(kind=MessageKind.REPLY).order_by("created_at", "id").first()
    rows = first.attachments.filter(is_inline=False).order_by("pk")[:FILES_SHOWN] if first is not None else ()
    return [
        {"name": one.filename, "url": file_url(one, ticket.requester), "size": one.size, "is_image": False}
        for one in rows
    ]


def card_of(person: Person) -> str:
    """What somebody does and where, in one line."""
    organization = person.organization.name if person.organization else ""
    return ", ".join(one for one in (person.title, person.department, organization) if one)


def stages_shown(approval: Approval, *, round_: int | None = None) -> list[StageShown]:
    """The stages of a round, with everybody who could decide and why. Four queries."""
    rows = approval.stages.filter(round=round_ or approval.round).order_by("place")
    found = list(rows.prefetch_related("asks__person", "asks__instead_of", "asks__decided_by"))
    away = standing_in()
    second = {one.person_id: substitute_of(one.person_id, away) for row in found for one in row.asks.all()}
    names = dict(Person.objects.filter(pk__in={one for one in second.values() if one}).values_list("pk", "name"))
    return [_stage(row, {pk: names.get(to or 0, "") for pk, to in second.items()}) for row in found]


def _stage(row: Stage, stands_in: Mapping[int, str]) -> StageShown:
    asks = list(row.asks.all())
    lines = tuple(_line(one, stands_in.get(one.person_id, "")) for one in asks[:LINES_LIMIT])
    label = row.name or _("Stage %(n)s") % {"n": row.place + 1}
    return StageShown(row, label, lines, max(0, len(asks) - LINES_LIMIT))


def _line(one: Ask, stands_in: str) -> Line:
    why = str(WHY_WORDS.get(one.why, one.why))
    if one.instead_of is not None:
        why = _("%(why)s (%(name)s)") % {"why": why, "name": one.instead_of.name}
    who = one.person.name
    if one.decided_by is not None and one.decided_by_id != one.person_id:
        who = _("%(who)s for %(other)s") % {"who": one.decided_by.name, "other": one.person.name}
    waits = one.state == AskState.WAITING
    return Line(one, who, why, one.state, str(AskState(one.state).label), stands_in if waits else "")


def waiting_names(stages: Iterable[StageShown]) -> list[str]:
    """Who has it now."""
    return [
        line.ask.person.name
        for one in stages
        if one.state == StageState.OPEN
        for line in one.lines
        if line.state == AskState.WAITING
    ]
