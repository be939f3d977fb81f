"""The changes of a settings page in words: who, when, what, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Person
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel import growing, modules
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import types
from deskhand.tickets import settings_nav

SHOWN = 100
"""Newest changes on the page."""

_MODELS = {
    "team": ("accounts", "Team"),
    "status": ("tickets", "Status"),
    "canned_reply": ("tickets", "CannedReply"),
    "macro": ("tickets", "Macro"),
    "mailbox": ("mail", "Mailbox"),
    "rule": ("mail", "SenderRule"),
    "key": ("mail", "MailKey"),
    "organization": ("accounts", "Organization"),
    "person": ("accounts", "Person"),
    "desk": ("accounts", "Desk"),
    "webhook": ("webhooks", "Webhook"),
    "calendar": ("calendars", "Calendar"),
    "service": ("tickets", "Service"),
    "location": ("accounts", "Location"),
}
"""Where the thing that a fact of the core is about stands, by the fact's kind of subject. A module's is its model of
that name, with or without the module's own before it."""

_DONE = {
    "created": gettext_lazy("made"),
    "changed": gettext_lazy("changed"),
    "edited": gettext_lazy("changed"),
    "sending_changed": gettext_lazy("changed"),
    "deleted": gettext_lazy("deleted"),
    "set": gettext_lazy("entered"),
    "forgotten": gettext_lazy("taken off"),
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "ignored": gettext_lazy("set aside"),
    "opened_anyway": gettext_lazy("made into a ticket"),
    "tried_again": gettext_lazy("tried again"),
    "sent_again": gettext_lazy("sent again"),
    "brand_changed": gettext_lazy("changed"),
    "site_admin_changed": gettext_lazy("site administrator"),
    "connected": gettext_lazy("connected"),
    "disconnected": gettext_lazy("disconnected"),
    "deactivated": gettext_lazy("switched off"),
    "reactivated": gettext_lazy("switched on again"),
    "hearing_changed": gettext_lazy("new tickets"),
    "role_given": gettext_lazy("role given"),
    "role_taken": gettext_lazy("role taken"),
    "joined": gettext_lazy("member added"),
    "left": gettext_lazy("member taken out"),
    "module_switched": gettext_lazy("module switched"),
    "preset_chosen": gettext_lazy("preset chosen"),
    "first_steps_shown": gettext_lazy("first steps"),
}
"""The verb of a fact, by the part of its code behind the dot; a page has ``verbs`` for others of its facts."""


_WHO = ("owner",)
"""Settings whose values are people: facts keep their ids."""


@dataclass(frozen=True)
class Detail:
    """A field that changed. ``old`` and ``new`` are empty where the values are not kept (texts, passwords)."""

    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Change:
    """One fact in words. ``what`` names the thing that it is about."""

    at: datetime
    who: str
    verb: str
    what: str
    details: list[Detail]


@dataclass(frozen=True)
class _Words:
    """What a page's facts are told with: verbs, the fields of its forms, and labels of what no form has."""

    verbs: Mapping[str, str | Promise]
    fields: Mapping[str, Any]
    labels: Mapping[str, str | Promise]

    def verb(self, code: str) -> str:
        name = code.partition(".")[2]
        return str(self.verbs.get(name, name.replace("_", " ")))

    def label(self, name: str) -> str:
        field = self.fields.get(name)
        return str(getattr(field, "label", None) or self.labels.get(name) or name.replace("_", " "))


def history(page: Any, actor: Actor, desk: Desk | None) -> list[Change]:
    """The newest changes of a page of which the actor may know. A handful of queries, whatever their number."""
    rows = list(settings_nav.changes_of(page, actor, desk).values()[:SHOWN])
    people = _people(rows)
    things = _things(rows, desk)
    fields = {name: field for form in getattr(page, "forms", ()) for name, field in form.base_fields.items()}
    words = _Words(verbs_of(page), fields, getattr(page, "labels", {}))
    return [_change(row, people, things, words) for row in rows]


def verbs_of(page: Any) -> Mapping[str, str | Promise]:
    """The verbs of the facts that record a page's changes, by the parts of their codes behind the dot."""
    return {**_DONE, **getattr(page, "verbs", {})}


def _change(
    row: Mapping[str, Any],
    people: Mapping[int, str],
    things: Mapping[tuple[str, int], str],
    words: _Words,
) -> Change:
    who = people.get(row["actor_id"], _("a deleted person")) if row["actor_id"] else "Deskhand"
    what = things.get((row["subject_kind"], row["subject_id"]), "")
    return Change(row["at"], who, words.verb(row["code"]), what, _details(row, people, words))


def _details(row: Mapping[str, Any], people: Mapping[int, str], words: _Words) -> list[Detail]:
    values = row["values"]
    if "role" in values:
        role = RoleName(values["role"]).label if values["role"] in RoleName.values else values["role"]
        return [Detail(people.get(values["person"], _("a deleted person")), "", str(role))]
    if "module" in values:
        config = modules.module(values["module"])
        title = str(config.title) if config else values["module"]
        return [Detail(title, _word(not values["on"], None), _word(values["on"], None))]
    if "template" in values and "made" in values:
        return [Detail(values["template"], "", _word(values["made"], None))]
    if "preset" in values:
        return [Detail(str(growing.TITLES.get(values["preset"], values["preset"])))]
    if "is_made" in values:
        return [Detail(_("Site administrator"), "", _word(values["is_made"], None))]
    if "hears" in values:
        return [Detail(people.get(values["person"], _("a deleted person")), "", _word(values["hears"], None))]
    if "is_shown" in values:
        return [Detail(_("On the overview"), "", _word(values["is_shown"], None))]
    if "person" in values and row["subject_kind"] != "person":
        return [Detail(people.get(values["person"], _("a deleted person")))]
    old, new = values.get("old") or {}, values.get("new") or {}
    return [_detail(name, old, new, words, people) for name in values.get("fields", ())]


def _detail(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], words: _Words, people: Mapping[int, str]
) -> Detail:
    field, label = words.fields.get(name), words.label(name)
    if name not in new:
        return Detail(label)
    if name in _WHO:
        return Detail(label, *(_person(one, people) for one in (old.get(name), new[name])))
    return Detail(label, _word(old.get(name), field), _word(new[name], field))


def _person(pk: int | None, people: Mapping[int, str]) -> str:
    return people.get(pk, _("a deleted person")) if pk else _("nobody")


def _word(value: Any, field: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if value in (None, ""):
        return _("empty")
    choices = dict(getattr(field, "choices", None) or ()) if not hasattr(field, "queryset") else {}
    if isinstance(field, forms.MultipleChoiceField) and isinstance(value, str):
        return ", ".join(str(choices.get(one, one)) for one in value.split())
    return str(choices.get(value, value))


def _people(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    wanted = {row["actor_id"] for row in rows} | {row["values"].get("person") for row in rows}
    for side in ("old", "new"):
        wanted |= {pk for row in rows for name in _WHO if (pk := _side(row, side).get(name)) is not None}
    return dict(Person.objects.filter(pk__in=wanted - {None}).values_list("pk", "name"))


def _side(row: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    """The values before or after the change, by their names; none for a fact that tells them otherwise."""
    found = row["values"].get(side)
    return found if isinstance(found, dict) else {}


def _things(rows: Iterable[Mapping[str, Any]], desk: Desk | None) -> dict[tuple[str, int], str]:
    """Names of what the facts are about, read within the desk; what is gone has none."""
    found: dict[tuple[str, int], str] = {}
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row["subject_kind"], set()).add(row["subject_id"])
    for kind, ids in wanted.items():
        model = _model_of(kind)
        if model is None or (kind == "desk" and desk is not None):
            continue
        objects = model.objects.within(desk) if hasattr(model.objects, "within") else model.objects
        found |= {(kind, one.pk): str(one) for one in objects.filter(pk__in=ids)}
    return found


def _model_of(kind: str) -> Any | None:
    """The model of a kind of subject; nothing if there is none of that name."""
    if kind in _MODELS:
        return apps.get_model(*_MODELS[kind])
    fact = next((one for one in types().values() if one.subject_kind == kind), None)
    module = modules.owner(fact.__module__) if fact else ""
    models = apps.all_models[module] if module else {}
    return models.get(kind) or models.get(kind.removeprefix(f"{module}_"))
