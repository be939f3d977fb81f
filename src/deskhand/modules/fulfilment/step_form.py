"""The form of one step: what its kind needs, shown and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Team
from deskhand.modules.fulfilment import calls, deeds
from deskhand.modules.fulfilment.definition import KIND_LABELS, Kind, Step
from deskhand.tickets import approving, choosing, settable
from deskhand.tickets.models import CannedReply, Priority, Service, Status


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of the form. ``options`` makes it a choice, ``rows`` a text of several lines."""

    name: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    help: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)


def fields_of(step: Step, desk: Desk) -> list[Field]:
    """What is asked for a step of its kind, with what it says now."""
    common = [
        Field(name="name", label=_("Name"), value=step.name),
        Field(name="stage", label=_("Stage"), value=step.stage, help=_("What the requester reads. Empty: nothing.")),
        Field(name="condition", label=_("Only if"), value=step.condition, help=_condition()),
        Field(name="join", label=_("Begins"), value=step.join, options=_joins()),
    ]
    return [common[0], *_FIELDS[step.kind](step.says, desk), *common[1:]]


def _condition() -> str:
    return _("A question in the words of the search, as “priority:urgent”. Where it is not so, the step is skipped.")


def read(kind: str, given: QueryDict) -> dict[str, Any]:
    """What a posted form says of a step of this kind, besides its name and stage."""
    return {name: value for name, value in _READ[kind](given).items() if value not in ("", None)}


def kinds() -> list[tuple[str, str]]:
    """What a step can be."""
    return [(str(code), str(label)) for code, label in KIND_LABELS.items()]


def _joins() -> tuple[tuple[str, str], ...]:
    return (("all", _("when all that lead to it have ended")), ("any", _("with the first that leads to it")))


def _choose(rows: Any, empty: str) -> tuple[tuple[str, str], ...]:
    return (("", empty), *((str(pk), str(name)) for pk, name in rows))


def _span(says: Mapping[str, Any], name: str, label: str) -> list[Field]:
    span = says.get(name) or {}
    units = (("days", _("business days")), ("hours", _("business hours")))
    return [
        Field(name="amount", label=label, value=str(span.get("amount", "")), attrs={"inputmode": "numeric"}),
        Field(name="unit", label=_("Counted in"), value=span.get("unit", "days"), options=units),
    ]


def _task(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    teams = Team.objects.within(desk).active().values_list("pk", "name")
    priorities = tuple((one.word, str(one.label)) for one in Priority)
    return [
        Field(name="team", label=_("Team"), value=str(says.get("team", "")), options=_choose(teams, _("No team"))),
        Field(name="note", label=_("What is to be done"), value=says.get("note", ""), rows=4),
        Field(name="priority", label=_("Priority"), value=says.get("priority", "normal"), options=priorities),
        *_span(says, "due", _("Due after")),
    ]


def _approval(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    offered = [(one.code, one.name) for one in approving.policies(desk.pk)]
    now = says.get("policy", "")
    kept = [(now, now)] if now and now not in dict(offered) else []
    options = _choose([*offered, *kept], _("Choose"))
    policy = Field(name="policy", label=_("Approval policy"), value=now, options=options)
    return [policy, *_span(says, "due", _("Due after"))]


def _action(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    what = tuple((code, str(label)) for code, label in deeds.LABELS.items())
    deed = says.get("deed", "")
    found = [Field(name="deed", label=_("What Deskhand does"), value=deed, options=(("", _("Choose")), *what))]
    if deed == "mail":
        found.append(Field(name="to", label=_("Address"), value=says.get("to", ""), attrs={"inputmode": "email"}))
    if deed == "field":
        found += _custom(says, desk)
    elif deed and deed != "end":
        options = _values(deed, desk)
        rows = 4 if deed in ("note", "mail") else 0
        label, help_ = (_("Text"), _variables()) if deed == "mail" else (_("To"), "")
        value = str(says.get("value", ""))
        found.append(Field(name="value", label=label, value=value, options=options, rows=rows, help=help_))
    return found


def _variables() -> str:
    return _("May hold {ticket.number}, {ticket.subject}, {requester.name} and {desk.name}.")


def _custom(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    """Which field, and once it is chosen, what it is set to."""
    offered = {one.code: one for one in settable.offered(desk.pk)}
    now, value = says.get("field", ""), str(says.get("value", ""))
    which = _choose([(one.code, one.label) for one in offered.values()], _("Choose"))
    found = [Field(name="field", label=_("Field"), value=now, options=which)]
    if now in offered:
        options = _choose(offered[now].choices, _("Nothing")) if offered[now].choices else ()
        found.append(Field(name="value", label=_("To"), value=value, options=options))
    return found


def _values(deed: str, desk: Desk) -> tuple[tuple[str, str], ...]:
    rows: dict[str, Any] = {
        "priority": lambda: [(one.word, one.label) for one in Priority],
        "status": lambda: [(one.key, one.label) for one in Status.objects.within(desk).filter(is_active=True)],
        "team": lambda: Team.objects.within(desk).active().values_list("pk", "name"),
        "assignee": lambda: [(one.pk, one.name) for one in choosing.agents(desk)],
        "service": lambda: Service.objects.within(desk).filter(is_active=True).values_list("pk", "name"),
        "location": lambda: Location.objects.within(desk).filter(is_active=True).values_list("pk", "name"),
        "reply": lambda: CannedReply.objects.within(desk).filter(owner=None).values_list("pk", "title"),
    }
    return _choose(rows[deed](), _("Choose")) if deed in rows else ()


def _wait(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    until = (
        ("span", _("for a time")),
        ("answer", _("until a day that was answered")),
        ("tasks", _("until every task before it is done")),
        ("reply", _("until the requester answers")),
        ("query", _("until something is so of the ticket")),
    )
    return [
        Field(name="until", label=_("It waits"), value=says.get("until", "span"), options=until),
        *_span(says, "span", _("For a time of")),
        Field(name="answer", label=_("Code of the question"), value=says.get("answer", "")),
        Field(name="query", label=_("What must be so"), value=says.get("query", "")),
    ]


def _request(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    desks = Desk.objects.filter(is_active=True, is_listed=True).exclude(pk=desk.pk).order_by("name")
    offered = [(one.key, one.name) for one in desks]
    now = says.get("desk", "")
    kept = [(now, now)] if now and now not in dict(offered) else []
    return [
        Field(name="desk", label=_("Desk"), value=now, options=_choose([*offered, *kept], _("Choose"))),
        Field(name="text", label=_("What is asked"), value=says.get("text", ""), rows=4),
        *_span(says, "due", _("Due after")),
    ]


def _call(says: Mapping[str, Any], desk: Desk) -> list[Field]:
    offered = [(one.code, one.label) for one in calls.offered(desk.pk)]
    return [
        Field(name="call", label=_("What it calls"), value=says.get("call", ""), options=_choose(offered, _("Choose"))),
        Field(name="word", label=_("Word"), value=says.get("word", ""), help=_("By which the program knows the step.")),
        *_span(says, "due", _("Due after")),
    ]


_FIELDS: Mapping[str, Any] = {
    Kind.TASK: _task,
    Kind.APPROVAL: _approval,
    Kind.ACTION: _action,
    Kind.WAIT: _wait,
    Kind.REQUEST: _request,
    Kind.CALL: _call,
}


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 16 else text


def _read_span(given: QueryDict) -> dict[str, Any] | None:
    amount = given.get("amount", "").strip()
    return {"amount": _number(amount), "unit": given.get("unit", "days")} if amount else None


def _read_action(given: QueryDict) -> dict[str, Any]:
    deed, value = given.get("deed", ""), given.get("value", "").strip()
    is_id = deed in deeds.ROWS or deed == "assignee"
    more = {"mail": ("to",), "field": ("field",)}.get(deed, ())
    said = {name: given.get(name, "").strip() for name in more}
    return {"deed": deed, "value": _number(value) if is_id and value else value, **said}


def _read_wait(given: QueryDict) -> dict[str, Any]:
    until = given.get("until", "")
    own = {"span": {"span": _read_span(given)}}.get(until, {until: given.get(until, "").strip()})
    return {"until": until, **(own if until in ("span", "answer", "query") else {})}


def _words(*names: str) -> Any:
    return lambda given: {name: given.get(name, "").strip() for name in names}


def _words_and_due(*names: str) -> Any:
    return lambda given: {**_words(*names)(given), "due": _read_span(given)}


_READ: Mapping[str, Any] = {
    Kind.TASK: lambda given: {
        "team": _number(given.get("team", "")),
        **_words_and_due("note", "priority")(given),
    },
    Kind.APPROVAL: _words_and_due("policy"),
    Kind.ACTION: _read_action,
    Kind.WAIT: _read_wait,
    Kind.REQUEST: _words_and_due("desk", "text"),
    Kind.CALL: _words_and_due("call", "word"),
}
