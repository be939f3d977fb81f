"""Templates as cards, and who can be found for a new desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.desk_templates.checks import by_code
from deskhand.desk_templates.file import Template
from deskhand.desk_templates.shelf import shelf
from deskhand.kernel.actor import Actor


@dataclass(frozen=True)
class Card:
    """A template at a glance. ``has`` are pairs of a section's title and how many of it there are."""

    key: str
    icon: str
    title: str
    summary: str
    has: list[tuple[str, int]]


def cards(language: str) -> list[Card]:
    """All templates."""
    return [card(one, language) for one in shelf().templates]


def card(template: Template, language: str) -> Card:
    """One of them."""
    placed = by_code()
    has = [
        (str(placed[word].section.title), len(entries))
        for word, entries in template.sections.items()
        if word in placed and word != "form"
    ]
    return Card(template.key, template.icon, template.text("title", language), template.text("summary", language), has)


def people_search(actor: Actor) -> str:
    """Where a page of the installation asks for people: on the first desk that the actor serves, if there is one."""
    served = actor.desks_with("people.view")
    desk = Desk.objects.filter(pk__in=served).order_by("name").first()
    return reverse("tickets:people_search", args=[desk.key]) if desk else ""
