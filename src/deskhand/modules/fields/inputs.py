"""Fields as parts of forms: what is drawn, and what was posted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.modules.fields.models import OF_STAFF, Field, FieldKind, Needed, Option
from deskhand.modules.fields.queries import Asking, path_of
from deskhand.tickets.people import of_desks, organizations_of

PREFIX = "fields."
"""Before the code in the name of an input."""


@dataclass(frozen=True)
class Input:
    """A field in a form. ``texts`` are what it holds, ``typed`` the words in a field that searches. ``is_shown`` is
    what its rule says of what the form holds now; the browser goes on from there."""

    field: Field
    name: str
    texts: list[str]
    options: list[tuple[str, str, int]]
    is_shown: bool
    is_needed: bool
    error: str = ""
    typed: str = ""
    search_url: str = ""

    @property
    def text(self) -> str:
        """The one text that it holds."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True)
class Part:
    """The fields of a form, and their rules for the browser as JSON."""

    inputs: list[Input]
    rules: str


def part(
    desk: Desk,
    known: Asking,
    texts: Mapping[str, Sequence[str]],
    *,
    ticket_kind: str = "",
    at: str = Needed.CREATION,
    wrong: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Part:
    """Draw the fields. ``ticket_kind`` is that which the form begins with; a form that lets one choose it shows and
    hides by it."""
    here = Asking([one for one in known.fields if not ticket_kind or one.is_for(ticket_kind)], known.options)
    shown = {one.code for one in here.asked(texts)}
    needed = {one.code for one in here.missing(dict.fromkeys(texts, ()), at)} | {
        one.code for one in here.fields if one.needed == at and not one.need_if
    }
    names = _names(desk, known, texts)
    inputs = [
        Input(
            field=one,
            name=f"{PREFIX}{one.code}",
            texts=list(texts.get(one.code, ())),
            options=_options(one, known.options.get(one.pk, []), texts.get(one.code, ())),
            is_shown=one.code in shown,
            is_needed=one.code in needed,
            error=(wrong or {}).get(one.code, ""),
            typed=(typed or {}).get(one.code) or names.get(one.code, ""),
            search_url=_search_url(desk, one),
        )
        for one in known.fields
    ]
    return Part(inputs, _rules(known, at))


def posted_texts(posted: QueryDict, known: Asking) -> dict[str, list[str]]:
    """What a form holds, by code, of every field that it can have shown."""
    return {one.code: _posted(posted, one) for one in known.fields}


def typed_words(posted: QueryDict, known: Asking) -> dict[str, str]:
    """What stands in the fields that search."""
    return {one.code: posted.get(f"{PREFIX}{one.code}", "") for one in known.fields if one.kind in OF_STAFF}


def _posted(posted: QueryDict, field: Field) -> list[str]:
    name = f"{PREFIX}{field.code}"
    if field.kind in OF_STAFF:
        chosen = posted.get(f"{name}_id", "").strip() or posted.get(name, "").strip()
        return [chosen] if chosen else []
    return [one.strip() for one in posted.getlist(name) if one.strip()]


def _options(field: Field, options: Sequence[Option], has: Sequence[str]) -> list[tuple[str, str, int]]:
    """Code, label and depth of what can be chosen: what is in use, and what the ticket has already."""
    return [
        (one.code, one.label, getattr(one, "depth", 0)) for one in options if not one.is_archived or one.code in has
    ]


def _search_url(desk: Desk, field: Field) -> str:
    if field.kind == FieldKind.PERSON:
        return reverse("tickets:people_search", args=[desk.key])
    if field.kind == FieldKind.ORGANIZATION:
        return reverse("tickets:options", args=[desk.key, "organization"])
    return ""


def _names(desk: Desk, known: Asking, texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The names behind ids of people and organizations whom the desk knows; of others it tells nothing."""
    rows: dict[str, Any] = {FieldKind.PERSON: of_desks, FieldKind.ORGANIZATION: organizations_of}
    found = {}
    for one in known.fields:
        ids = [int(text) for text in texts.get(one.code, ()) if text.isdecimal() and len(text) < 16]
        if one.kind in rows and ids:
            found[one.code] = rows[one.kind]([desk.pk]).filter(pk=ids[0]).values_list("name", flat=True).first() or ""
    return found


def _rules(known: Asking, at: str) -> str:
    fields = [
        {
            "code": one.code,
            "show_if": one.show_if,
            "needed": one.needed in (Needed.CREATION, at),
            "need_if": one.need_if,
            "kinds": one.ticket_kinds.split(),
        }
        for one in known.fields
    ]
    paths = {
        one.code: {
            option.code: [step.code for step in path_of(option, known.options[one.pk])]
            for option in known.options.get(one.pk, [])
        }
        for one in known.fields
        if one.kind == FieldKind.TREE
    }
    return json.dumps({"fields": fields, "paths": paths}, separators=(",", ":"))
