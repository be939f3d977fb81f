"""Fields, categories and ticket templates of a desk's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Entry, spoken
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, FieldKind, Option, Side, Template
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.models import KINDS_TO_CHOOSE, Priority

_ASKED = ("kind", "help", "currency", "needed", "in_list", "ticket_kinds")


def field(work: Work, entry: Entry) -> Made | None:
    """A field with its choices. One of its code that the desk has stays."""
    said = work.said(entry)
    there = Field.objects.within(work.desk).filter(code=entry.code).first()
    if there is not None:
        return Made(there, is_new=False)
    side = Side.REQUESTERS if said.get("for_requesters") else Side.AGENTS
    row = actions.save_field(
        actor=work.actor,
        desk=work.desk,
        details=actions.Details(
            label=said["label"],
            code=entry.code,
            seen_by=side,
            filled_by=side,
            show_if=_rule(work, said.get("show_if")),
            **{name: said[name] for name in _ASKED if name in said},
        ),
    )
    _options(work, row, said.get("options", ()), None)
    return Made(row, word=row.code)


def start(work: Work, entry: Entry) -> Made | None:
    """A named start of tickets."""
    said = work.said(entry)
    there = Template.objects.within(work.desk).filter(name=said["name"]).first()
    if there is not None:
        return Made(there, is_new=False)
    values = {code: _codes(work, code, wanted) for code, wanted in said.get("values", {}).items()}
    row = actions.save_template(
        actor=work.actor,
        desk=work.desk,
        start=actions.Start(
            name=said["name"],
            subject=str(said.get("subject", "")),
            body=str(said.get("body", "")),
            kind=str(said.get("kind", "incident")),
            priority=Priority[str(said.get("priority", "normal")).upper()],
            team=work.team(said.get("team")),
            tags=str(said.get("tags", "")),
            values={code: found for code, found in values.items() if found},
        ),
    )
    return Made(row)


def shown_field(said: Mapping[str, Any]) -> list[str]:
    """Its kind, and its choices with what lies below them."""
    kind = dict(FieldKind.choices).get(said.get("kind", FieldKind.TEXT), "")
    return [str(kind), *_shown_options(said.get("options", ()))]


def shown_start(said: Mapping[str, Any]) -> list[str]:
    """The kind of ticket, and its subject."""
    kind = dict(KINDS_TO_CHOOSE).get(said.get("kind", "incident"), "")
    return [str(kind), *([str(said["subject"])] if said.get("subject") else [])]


def _options(work: Work, row: Field, given: Sequence[Mapping[str, Any]], parent: Option | None) -> None:
    for one in given:
        made = actions.save_option(actor=work.actor, field=row, label=one["label"], parent=parent)
        _options(work, row, one.get("below", ()), made)


def _shown_options(given: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for one in given:
        below = ", ".join(str(each["label"]) for each in one.get("below", ()))
        lines.append(f"{one['label']}: {below}" if below else str(one["label"]))
    return lines


def _rule(work: Work, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The rule with the choices as the desk calls them; none where the desk does not ask the other field."""
    if given is None or not Field.objects.within(work.desk).in_use().filter(code=given["field"]).exists():
        return None
    values = _codes(work, given["field"], given["values"])
    return {"field": given["field"], "op": "in", "values": values, "not": False} if values else None


def _codes(work: Work, code: str, wanted: Sequence[str]) -> list[str]:
    """The codes that the desk's choices have, by the file's own codes: they have the same label."""
    entry = next((one for one in work.template.sections.get("fields", ()) if one.code == code), None)
    if entry is None:
        return list(wanted)
    options = _flat(spoken(entry.given.get("options", []), work.language))
    labels = {one["code"]: one["label"] for one in options if "code" in one}
    rows = Option.objects.within(work.desk).filter(field__code=code, is_archived=False)
    known = {one.label: one.code for one in rows}
    return [known[labels[one]] for one in wanted if labels.get(one) in known]


def _flat(options: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [found for one in options for found in (one, *_flat(one.get("below", ())))]


_FIELDS = Section(
    code="fields",
    title=_("Fields and categories"),
    keys=("label*", "for_requesters", "show_if", "options", *_ASKED),
    make=field,
    shown=shown_field,
    named="label",
    url="fields:list",
)
_STARTS = Section(
    code="starts",
    title=_("Ticket templates"),
    keys=("name*", "subject", "body", "kind", "priority", "team", "tags", "values"),
    make=start,
    shown=shown_start,
    url="fields:templates",
)

slots.fill("desk_template", _FIELDS, module=MODULE, order=30)
slots.fill("desk_template", _STARTS, module=MODULE, order=31)
