"""Finding a setting by its words: pages and single fields, read from the pages and their forms themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.words import fold
from deskhand.tickets import settings_nav

ASKED_LIMIT = 100
"""Most characters of a question."""

SHOWN = 30
"""Most answers to a question."""


@dataclass(frozen=True)
class Hit:
    """A page, or a field on one. ``place`` is where it stands, in words."""

    label: str
    place: str
    url: str
    rank: int


def found(actor: Actor, desk: Desk | None, typed: str) -> list[Hit]:
    """What the actor may open whose label, place, help or purpose has all typed words, in the reader's language. Hits
    in a label come first."""
    words = fold(typed[:ASKED_LIMIT]).split()
    if not words:
        return []
    hits = [hit for page in settings_nav.pages(actor, desk) for hit in _hits(page, desk, words)]
    return sorted(hits, key=lambda one: one.rank)[:SHOWN]


def _hits(page: Any, desk: Desk | None, words: list[str]) -> Iterator[Hit]:
    entry = str(getattr(page, "entry", "") or page.group)
    rank = _rank(words, str(page.label), f"{entry} {page.changes}")
    if rank is not None:
        yield Hit(str(page.label), entry, page.url(desk), rank)
    stands = str(page.label) if entry == str(page.group) else f"{entry} › {page.label}"
    for form in getattr(page, "forms", ()):
        for name, field in form.base_fields.items():
            rank = _rank(words, str(field.label or ""), f"{field.help_text} {_choices(field)}")
            if field.label and not field.widget.is_hidden and rank is not None:
                yield Hit(str(field.label), stands, f"{page.form_url(desk)}#id_{name}", rank + 1)


def _rank(words: list[str], label: str, about: str) -> int | None:
    """0 if the label has all words, 2 if label and explanation together have them; None otherwise."""
    head = fold(label)
    if all(word in head for word in words):
        return 0
    whole = f"{head} {fold(about)}"
    return 2 if all(word in whole for word in words) else None


def _choices(field: forms.Field) -> str:
    given = getattr(field, "choices", ()) if isinstance(field, forms.ChoiceField) else ()
    if isinstance(field, forms.ModelChoiceField):
        return ""
    return " ".join(str(label) for _value, label in given)
